import type { KubeObject } from '../../contract/kube-objects.ts';
import { VirtualClock } from '../../local/clock.ts';
import { apiRouter } from '../../triggers/kubernetes/api-router.ts';
import { FakeKubeObjects } from './fakes/fake-kube-objects.ts';
import { FakeKubeWorkloads } from './fakes/fake-kube-workloads.ts';
import { fakeClock } from './fakes/fake-outside.ts';
import { FakeRuns } from './fakes/fake-runs.ts';

export type KubeAnswer = {
  status: number;
  headers: Headers;
  text: string;
  // Tests look into objects of every kind.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  body: any;
};

type Call = { body?: object | string; type?: string; accept?: string; headers?: Record<string, string> };

export const podsPath = '/api/v1/namespaces/default/pods';
export const configMapsPath = '/api/v1/namespaces/default/configmaps';
export const jobsPath = '/apis/batch/v1/namespaces/default/jobs';

export const asTable = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

/** The Kubernetes API over fakes, in virtual time: a watch that waits lets it pass. */
export class KubeBench {
  readonly clock = new VirtualClock();
  readonly objects = new FakeKubeObjects();
  readonly workloads = new FakeKubeWorkloads();
  readonly errors: unknown[] = [];
  /** The tokens that open the API; undefined: it is open. */
  tokens: string[] | undefined;
  /** Called whenever a watch waits. */
  onPause: () => Promise<unknown> = async () => {};
  #ids = 0;
  readonly #router = apiRouter({
    api: {
      objects: this.objects,
      workloads: this.workloads,
      clock: fakeClock(this.clock),
      newId: () => `${String(++this.#ids).padStart(8, '0')}-0000-4000-8000-000000000000`,
      pause: async (milliseconds) => {
        await this.onPause();
        await this.clock.advanceBy(milliseconds);
      },
    },
    hasAccess: async (token) => this.tokens?.includes(token ?? '') ?? true,
    server: 'https://slipway.test/api/k8s',
    hub: 'test',
    version: '1.2.3',
  });

  async call(
    method: string,
    path: string,
    { body, type, accept, headers = {} }: Call = {},
  ): Promise<KubeAnswer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const request = new Request(`https://slipway.test/api/k8s${path}`, {
      method,
      headers: {
        'user-agent': 'tester/1.0',
        ...(accept ? { accept } : {}),
        ...(body === undefined ? {} : { 'content-type': type ?? 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: text }),
    });
    const response = await this.#router.fetch(request, {
      runs: new FakeRuns(),
      noteError: (error) => this.errors.push(error),
    });
    const answer = await response.text();
    return { status: response.status, headers: response.headers, text: answer, body: parsed(answer) };
  }

  get(path: string, accept?: string): Promise<KubeAnswer> {
    return this.call('GET', path, accept ? { accept } : {});
  }

  post(path: string, body: object): Promise<KubeAnswer> {
    return this.call('POST', path, { body });
  }

  /** Creates a pod, and answers what is kept of it. */
  async aPod(name: string, overrides: { metadata?: object; spec?: object } = {}): Promise<KubeObject> {
    const answer = await this.post(podsPath, aPodManifest(name, overrides));
    if (answer.status !== 201) throw new Error(`The pod was not created: ${answer.text}`);
    return answer.body;
  }

  async setStatus(name: string, status: object): Promise<void> {
    const key = { resource: 'pods', namespace: 'default', name };
    const pod = await this.objects.read(key);
    if (pod) await this.objects.replace(key, { ...pod, status });
  }

  /** What a watch tells until its time is over, bookmarks aside. */
  async watched(
    path: string,
    accept?: string,
  ): Promise<Array<{ type: string; name: string; object: KubeObject }>> {
    const { text } = await this.get(path, accept);
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
      .filter(({ type }) => type !== 'BOOKMARK')
      .map(({ type, object }) => ({ type, name: object.metadata?.name, object }));
  }
}

export function aPodManifest(
  name: string,
  { metadata, spec }: { metadata?: object; spec?: object } = {},
): Record<string, unknown> {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...metadata },
    spec: { containers: [{ name: 'main', image: 'demo/x:1' }], ...spec },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
