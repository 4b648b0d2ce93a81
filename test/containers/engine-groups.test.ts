import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContainerGroup } from '@azure/arm-containerinstance';
import { expect, onTestFinished, test } from 'vitest';
import { removeContainer } from '../../local/arm/engine/leftovers.ts';
import { engineRuntime, type ImageBuild } from '../../local/arm/index.ts';
import { startTestArm, type TestArm } from '../local/arm/support/start-test-arm.ts';
import { describeOnEngine } from './test-engine.ts';

describeOnEngine('a group on a container engine', ({ api, image }) => {
  const container = (name: string, script: string, more = {}) => ({
    name,
    image,
    command: ['sh', '-c', script],
    resources: { requests: { cpu: 0.5, memoryInGB: 0.2 } },
    ...more,
  });
  const group = (containers: ContainerGroup['containers'], more = {}): ContainerGroup => ({
    location: 'westeurope',
    osType: 'Linux',
    restartPolicy: 'Never',
    containers,
    ...more,
  });
  const start = (options: { hostPorts?: number[]; builds?: () => Record<string, ImageBuild> } = {}) =>
    startTestArm({ runtime: engineRuntime({ api, baseImage: image, hostPorts: [], ...options }) });
  const logs = async (arm: TestArm, name: string): Promise<string> =>
    (await arm.aci.containers.listLogs('rg', 'job', name)).content ?? '';
  type Listed = { Id: string; Names: string[] };
  const listed = () => api.call<Listed[]>('GET', '/containers/json', { query: { all: 'true' } });

  test('of two containers meets on localhost, on a volume that an init container has filled', async () => {
    const arm = await start();
    const volumeMounts = [{ name: 'shared', mountPath: '/data' }];
    const serve = `require('http').createServer((_, answer) => {
      answer.end(require('fs').readFileSync('/data/text'), () => process.exit());
    }).listen(8080, '127.0.0.1')`;
    const fetchText = `fetch('http://127.0.0.1:8080').then((answer) => answer.text())`;
    const ask = `until node -e "${fetchText}.then(console.log, () => process.exit(1))"; do sleep 0.1; done`;
    await arm.create(
      'job',
      group(
        [container('server', '', { command: ['node', '-e', serve], volumeMounts }), container('client', ask)],
        {
          initContainers: [
            { name: 'fill', image, command: ['sh', '-c', 'echo from init > /data/text'], volumeMounts },
          ],
          volumes: [{ name: 'shared', emptyDir: {} }],
        },
      ),
    );
    await arm.ended('job');
    expect((await arm.get('job')).instanceView?.state).toBe('Succeeded');
    expect(await logs(arm, 'client')).toContain('from init');
  });

  test("reaches this machine's loopback at the ports that it is given, and at no other", async () => {
    const [given, other] = await Promise.all([helloServer(), helloServer()]);
    const arm = await start({ hostPorts: [given] });
    const ask = (port: number) =>
      `node -e 'fetch("http://127.0.0.1:${port}/").then((r) => r.text()).then(console.log, () => console.log("nobody"))'`;
    await arm.create('job', group([container('main', `${ask(given)}; ${ask(other)}`)]));
    await arm.ended('job');
    expect(await logs(arm, 'main')).toBe(`hello from ${given}\nnobody\n`);
  });

  test('is reached by its probes, also at ports that it does not publish', async () => {
    const arm = await start();
    const server =
      "require('http').createServer(({ url }) => process.exit(url === '/healthz' ? 7 : 1)).listen(8080)";
    const livenessProbe = {
      httpGet: { path: '/healthz', port: 8080 },
      initialDelaySeconds: 1,
      periodSeconds: 1,
    };
    await arm.create(
      'job',
      group([container('main', '', { command: ['node', '-e', server], livenessProbe })]),
    );
    await arm.ended('job');
    const { currentState } = (await arm.get('job')).containers[0]?.instanceView ?? {};
    expect(currentState).toMatchObject({ state: 'Terminated', exitCode: 7 });
  });

  test('lets a user who is not root write into its volumes and read its secrets', async () => {
    const arm = await start();
    const script =
      'setpriv --reuid=1000 --regid=1000 --clear-groups sh -c "cat /secret/key; echo written > /data/file; cat /data/file"';
    const volumeMounts = [
      { name: 'secret', mountPath: '/secret' },
      { name: 'shared', mountPath: '/data' },
    ];
    const volumes = [
      { name: 'secret', secret: { key: Buffer.from('the key\n').toString('base64') } },
      { name: 'shared', emptyDir: {} },
    ];
    await arm.create('job', group([container('main', script, { volumeMounts })], { volumes }));
    await arm.ended('job');
    expect(await logs(arm, 'main')).toBe('the key\nwritten\n');
  });

  test('of a cloud that was killed is removed at the next start, and nothing of anybody else', async () => {
    const foreign = await api.call<{ Id: string }>('POST', '/containers/create', {
      body: { Image: image, Cmd: ['sleep', '1000'], Labels: { 'slipway.cloud': 'another' } },
    });
    onTestFinished(() => removeContainer(api, foreign.Id));
    const workDirectory = mkdtempSync(join(tmpdir(), 'slipway-test-'));
    onTestFinished(() => rmSync(workDirectory, { recursive: true, force: true }));
    const startRuntime = engineRuntime({ api, baseImage: image, hostPorts: [] });
    const volumesDirectory = join(workDirectory, 'volumes');
    const place = { workDirectory, volumesDirectory, leftovers: [], log: () => {} };
    const killed = await startRuntime(place);
    const left = await killed.openGroup({ id: 'left', name: 'left', ports: [] });
    const spec = { name: 'main', image, command: ['sleep', '1000'], environment: {}, mounts: [] };
    await new Promise<void>((resolve) => {
      left.start(spec, { started: () => resolve(), output: () => {}, ended: () => {} });
    });
    const names = async () =>
      (await listed()).filter(({ Names }) => Names.some((name) => name.includes('left_')));
    expect(await names()).toHaveLength(2);

    const next = await startRuntime(place);
    expect(await names()).toEqual([]);
    expect((await listed()).map(({ Id }) => Id)).toContain(foreign.Id);
    await next.close();
    await killed.close();
  });

  test('gets an image that is built from a folder, anew when the folder has changed', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'slipway-test-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const name = 'docker.io/slipway/test:built';
    onTestFinished(() => api.call('DELETE', `/images/${name}`, { query: { force: 'true' } }).then(() => {}));
    writeFileSync(
      join(directory, 'Dockerfile'),
      `FROM ${image}\nCOPY text /text\nENTRYPOINT ["cat", "/text"]\n`,
    );
    const arm = await start({
      builds: () => ({ [name]: { directory, dockerfile: 'Dockerfile', files: ['.'] } }),
    });
    for (const text of ['first', 'second']) {
      writeFileSync(join(directory, 'text'), text);
      await arm.create(text, group([{ ...container('main', ''), image: name, command: [] }]));
      await arm.ended(text);
      expect(await arm.logs(text)).toBe(text);
    }
  });

  test('is refused when the image can be neither found nor built, with the reason', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'slipway-test-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    writeFileSync(join(directory, 'Dockerfile'), `FROM ${image}\nRUN echo what went wrong && false\n`);
    const build = { directory, dockerfile: 'Dockerfile', files: ['.'] };
    const arm = await start({ builds: () => ({ 'slipway/test:broken': build }) });
    const broken = { ...container('main', ''), image: 'slipway/test:broken' };
    await expect(arm.create('job', group([broken]))).rejects.toMatchObject({
      code: 'InaccessibleImage',
      message: expect.stringContaining('what went wrong'),
    });
  });
});

/** A server on this machine's loopback alone; its port. */
async function helloServer(): Promise<number> {
  const server: Server = createServer((_, answer) => answer.end(`hello from ${port()}`));
  const port = () => (server.address() as AddressInfo).port;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return port();
}
