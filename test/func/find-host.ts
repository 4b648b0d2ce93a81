import { isActive, type Run } from '../../local/cloud/slipway-api.ts';
import { OracleCloud } from '../oracle/oracle-cloud.ts';
import { hasFunc, startFunc } from './start-func.ts';

/** An app on a Functions host, wherever that is, and what it can be asked for. */
export type HostedApp = {
  origin: string;
  /** A site of its catalog, and an image that it can run. */
  site: string;
  image: string;
  call(
    method: string,
    path: string,
    options?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<Response>;
  stop(): Promise<void>;
};

export const missing =
  'neither FUNC_URL names a running app nor is there a `func` (Azure Functions Core Tools 4) on the PATH';

export function isThere(): boolean {
  return Boolean(process.env.FUNC_URL) || hasFunc();
}

/** The app that FUNC_URL names; else one that `func` serves, with the local cloud around it. */
export async function hostedApp(): Promise<HostedApp> {
  const { FUNC_URL, FUNC_KEY, FUNC_SITE = 'blog', FUNC_IMAGE = 'demo/count:1' } = process.env;
  if (FUNC_URL) {
    const origin = FUNC_URL.replace(/\/+$/, '');
    return { ...at(origin, FUNC_KEY), site: FUNC_SITE, image: FUNC_IMAGE, stop: async () => {} };
  }
  const images = {
    'demo/count:1': { command: ['/bin/sh', '-c', 'echo "{\\"next\\": $(($SLIPWAY_INPUT + 1))}"'] },
  };
  const cloud = await OracleCloud.start(images, { startHost: startFunc });
  return { ...at(cloud.origin), site: 'blog', image: 'demo/count:1', stop: () => cloud.stop() };
}

/** Waits until a run has ended; how it ended. */
export async function endOf(app: HostedApp, id: string): Promise<Run> {
  for (;;) {
    const response = await app.call('GET', `runs/${id}`);
    if (response.status !== 404) {
      const run = (await response.json()) as Run;
      if (!isActive(run)) return run;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function at(origin: string, key?: string): Pick<HostedApp, 'origin' | 'call'> {
  return {
    origin,
    call: (method, path, { body, headers = {} } = {}) =>
      fetch(path.startsWith('/') ? `${origin}${path}` : `${origin}/api/${path}`, {
        method,
        headers: {
          ...(key && { 'x-functions-key': key }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
  };
}
