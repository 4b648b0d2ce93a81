import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../local/cloud/slipway-api.ts';
import { hasDotnet } from './build-oracle.ts';
import { OracleCloud } from './oracle-cloud.ts';
import { until } from './until.ts';

const sh = (script: string) => ({ command: ['/bin/sh', '-c', script] });

/** Doubles its input, and fails for 7. */
const doubles = `
  const { SLIPWAY_CALLBACK_URL: url, SLIPWAY_CALLBACK_TOKEN: token, SLIPWAY_INPUT: input } = process.env;
  const report = input === '7' ? { exitCode: 7 } : { exitCode: 0, result: { twice: input * 2 } };
  const body = JSON.stringify({ kind: 'ended', ...report });
  await fetch(url, { method: 'POST', body, headers: { authorization: 'Bearer ' + token } });
`;

const images = {
  'demo/doubles:1': { command: [process.execPath, '--input-type=module', '-e', doubles] },
  'demo/echo:1': sh('echo "$SLIPWAY_INPUT"'),
  'demo/fails:1': sh('exit 75'),
  'demo/sleeps:1': sh('sleep 600'),
};

const spec = (name: keyof typeof images, more: object = {}) => ({
  containers: [{ name: 'main', image: name }],
  ...more,
});

type Pod = { metadata: { name: string }; status?: { phase?: string } };

describe.skipIf(!hasDotnet())('on the real Durable extension', () => {
  let cloud: OracleCloud;

  beforeAll(async () => {
    cloud = await OracleCloud.start(images);
    return () => cloud.stop();
  });

  afterAll(() => cloud.containerGroupsAreGone());

  async function started(body: object): Promise<string> {
    const response = await cloud.api('POST', 'jobs', body);
    expect(response.status).toBe(202);
    return ((await response.json()) as Run).id;
  }

  const outcomeOf = async (body: object): Promise<Run> => cloud.ended(await started(body));

  it('a job ends with what its container posts, or when a look finds that it has ended', async () => {
    const [posts, echoes] = await Promise.all([
      outcomeOf({ spec: spec('demo/doubles:1'), input: 4 }),
      outcomeOf({ spec: spec('demo/echo:1'), input: { a: 1 } }),
    ]);
    expect(posts).toMatchObject({ kind: 'job', status: 'succeeded', output: { twice: 8 }, attempts: 1 });
    expect(echoes).toMatchObject({
      status: 'succeeded',
      output: { a: 1 },
      containers: [{ name: 'main', exitCode: 0 }],
    });
  });

  it('a job is tried again as often as it may, and cancelled when somebody asks for it', async () => {
    const cancelled = async (): Promise<Run> => {
      const id = await started({ spec: spec('demo/sleeps:1') });
      await until(async () => ((await cloud.run(id))?.phase === 'running' ? true : undefined));
      expect((await cloud.cancel(id, 'wrong one')).status).toBe(202);
      return cloud.ended(id);
    };
    const retries = { attempts: 2, exitCodes: [75], backoffSeconds: 0 };
    const [fails, sleeps] = await Promise.all([
      outcomeOf({ spec: spec('demo/fails:1', { retries }) }),
      cancelled(),
    ]);
    expect(fails).toMatchObject({ status: 'failed', attempts: 2, end: { kind: 'failed', exitCode: 75 } });
    expect(sleeps).toMatchObject({ status: 'cancelled', message: 'wrong one' });
  });

  it('an array runs every item once, and succeeds with a failure that is allowed', async () => {
    const array = Array.from({ length: 20 }, (_, n) => n);
    const run = await outcomeOf({ spec: spec('demo/doubles:1'), array, parallelism: 5, allowFailures: 1 });
    expect(run).toMatchObject({
      kind: 'jobArray',
      status: 'succeeded',
      counts: { succeeded: 19, failed: 1 },
    });
    const response = await cloud.api('GET', `runs/${run.id}/items?status=failed`);
    expect(await response.json()).toMatchObject({ items: [{ parent: { item: '7' } }] });
  });

  it('a graph hands outputs on, and skips what needs a node that failed', async () => {
    const run = await outcomeOf({
      graph: {
        a: { spec: spec('demo/doubles:1'), input: 5 },
        b: { spec: spec('demo/doubles:1'), needs: ['a'], input: '{a.output.twice}' },
        c: { spec: spec('demo/doubles:1'), input: 7 },
        d: { spec: spec('demo/echo:1'), needs: ['b', 'c'] },
      },
    });
    expect(run).toMatchObject({
      kind: 'jobGraph',
      status: 'failed',
      nodes: [
        { name: 'a', status: 'succeeded', output: { twice: 10 } },
        { name: 'b', status: 'succeeded', output: { twice: 20 } },
        { name: 'c', status: 'failed' },
        { name: 'd', status: 'skipped' },
      ],
    });
  });

  it('a job of the Kubernetes API makes its pods, and leaves none when it is deleted', async () => {
    const jobs = 'k8s/apis/batch/v1/namespaces/default/jobs';
    const pods = async (): Promise<Pod[]> =>
      ((await (await cloud.api('GET', 'k8s/api/v1/namespaces/default/pods')).json()) as { items: Pod[] })
        .items;
    const containers = [{ name: 'main', image: 'demo/echo:1' }];
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'twice' },
      spec: { completions: 2, parallelism: 2, template: { spec: { containers, restartPolicy: 'Never' } } },
    };
    expect((await cloud.api('POST', jobs, job)).status).toBe(201);
    const succeeded = await until(async () => {
      const read = await (await cloud.api('GET', `${jobs}/twice`)).json();
      const { status } = read as { status?: { succeeded?: number; completionTime?: string } };
      return status?.completionTime ? status.succeeded : undefined;
    });
    expect(succeeded).toBe(2);
    expect((await pods()).map(({ status }) => status?.phase)).toEqual(['Succeeded', 'Succeeded']);
    expect((await cloud.api('DELETE', `${jobs}/twice?propagationPolicy=Background`)).status).toBe(200);
    await until(async () => ((await pods()).length === 0 ? true : undefined));
  });
});
