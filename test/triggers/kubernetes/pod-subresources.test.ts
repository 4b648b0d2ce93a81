import { describe, expect, test } from 'vitest';
import { KubeBench, podsPath } from '../../support/kube-bench.ts';

const two = {
  spec: {
    containers: [
      { name: 'main', image: 'a' },
      { name: 'side', image: 'b' },
    ],
  },
};
const terminal = 'application/vnd.slipway.terminal+json';

describe('the log of a pod', () => {
  test('is text, and asked for as the query says', async () => {
    const bench = new KubeBench();
    await bench.aPod('web');
    bench.workloads.log = ['one\n', 'two\n'];
    const query = 'follow=true&tailLines=5&sinceSeconds=60&limitBytes=100&timestamps=true';
    const answer = await bench.get(`${podsPath}/web/log?${query}`);
    expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([
      200,
      'one\ntwo\n',
      'text/plain',
    ]);
    expect(bench.workloads.asked).toEqual([
      { container: 'main', follow: true, tailLines: 5, sinceSeconds: 60, limitBytes: 100, timestamps: true },
    ]);
  });

  test('needs the name of a container where there are several', async () => {
    const bench = new KubeBench();
    await bench.aPod('web', two);
    const { status, body } = await bench.get(`${podsPath}/web/log`);
    expect([status, body.message]).toEqual([
      400,
      'a container name must be specified for pod web, choose one of: [main side]',
    ]);
    expect((await bench.get(`${podsPath}/web/log?container=side`)).status).toBe(200);
    expect((await bench.get(`${podsPath}/web/log?container=none`)).status).toBe(400);
  });

  test.each([
    ['previous=true', 'keeps the log of the last start only'],
    ['sinceTime=yesterday', 'sinceTime takes a time'],
    ['sinceTime=2026-01-01T00:00:00Z&sinceSeconds=1', 'at most one of'],
    ['tailLines=some', 'tailLines takes a whole number'],
  ])('with %s is refused', async (query, message) => {
    const bench = new KubeBench();
    await bench.aPod('web');
    const { status, body } = await bench.get(`${podsPath}/web/log?${query}`);
    expect([status, body.message]).toEqual([400, expect.stringContaining(message)]);
  });

  test('says why there is none yet', async () => {
    const bench = new KubeBench();
    await bench.aPod('web');
    bench.workloads.log = undefined;
    const { status, body } = await bench.get(`${podsPath}/web/log`);
    expect([status, body.message]).toEqual([400, 'pod "web" is waiting to start']);
    expect((await bench.get(`${podsPath}/none/log`)).status).toBe(404);
  });
});

describe('a terminal', () => {
  const target = { kind: 'target', webSocketUri: 'wss://aci.test/x', password: 'p' } as const;

  test('is told to the gateway only; others learn that they need it', async () => {
    const bench = new KubeBench();
    await bench.aPod('web');
    bench.workloads.target = target;
    const path = `${podsPath}/web/exec?command=sh&command=-c`;
    const plain = await bench.get(path);
    expect([plain.status, plain.body.message]).toEqual([
      400,
      expect.stringContaining('npm run kube-gateway'),
    ]);
    const told = await bench.call('POST', path, { accept: terminal });
    expect(told.body).toEqual({ webSocketUri: 'wss://aci.test/x', password: 'p' });
    expect(bench.workloads.asked).toEqual([{ kind: 'exec', container: 'main', command: ['sh', '-c'] }]);
    const attached = await bench.call('POST', `${podsPath}/web/attach`, { accept: terminal });
    expect(attached.status).toBe(200);
    expect(bench.workloads.asked.at(-1)).toEqual({ kind: 'attach', container: 'main' });
  });

  test('is refused with the reason of what runs the pod, and without a command', async () => {
    const bench = new KubeBench();
    await bench.aPod('web');
    const asked = await bench.call('POST', `${podsPath}/web/exec?command=sh`, { accept: terminal });
    expect([asked.status, asked.body.message]).toEqual([400, 'This pod has no terminal.']);
    expect((await bench.call('POST', `${podsPath}/web/exec`, { accept: terminal })).status).toBe(400);
  });
});
