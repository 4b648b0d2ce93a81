import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough, Writable } from 'node:stream';
import { Exec, KubeConfig } from '@kubernetes/client-node';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { startGateway } from '../../kube-gateway/start-gateway.ts';
import { streamAnswers } from '../../triggers/index.ts';
import { startKubeHost } from '../support/kube-host.ts';
import { kubectlFor, kubectlMissing } from '../support/kubectl.ts';

beforeAll(() => streamAnswers());

/** A terminal as Azure has it, that says each line again in capitals and ends at Ctrl-D, or as the test says. */
async function aTerminal(endWith?: { code: number; reason: string }) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const passwords: string[] = [];
  server.on('connection', (socket) => {
    socket.once('message', (password) => {
      passwords.push(String(password));
      if (endWith) socket.close(endWith.code, endWith.reason);
      else socket.send('ready\n');
      socket.on('message', (data) => {
        const said = String(data);
        if (said.includes('\x04')) socket.close(1000);
        else socket.send(said.toUpperCase());
      });
    });
  });
  const webSocketUri = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/exec`;
  return { passwords, target: { kind: 'target', webSocketUri, password: 'open sesame' } as const };
}

async function started(endWith?: { code: number; reason: string }) {
  const kube = await startKubeHost();
  const terminal = await aTerminal(endWith);
  kube.workloads.target = terminal.target;
  const gateway = await startGateway({ appUrl: kube.origin, port: 0, key: 'a-key' });
  onTestFinished(() => gateway.stop());
  const server = `${gateway.origin}/api/k8s`;
  await fetch(`${server}/api/v1/namespaces/default/pods`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ metadata: { name: 'web' }, spec: { containers: [{ name: 'main', image: 'x' }] } }),
  });
  return { kube, terminal, gateway, server };
}

describe('the gateway', () => {
  test('passes requests on, streams too, and gives a kubeconfig that leads to itself', async () => {
    const { server, kube } = await started();
    kube.workloads.log = ['hello\n'];
    expect(await (await fetch(`${server}/api/v1/namespaces/default/pods/web/log`)).text()).toBe('hello\n');
    expect((await fetch(`${server}/api/v1/nodes`)).status).toBe(404);
    const config = await (await fetch(`${server}/kubeconfig`)).text();
    expect(config).toContain(`server: ${server}`);
    expect(config).toContain('token: a-key');
  });

  test('says so when the app does not answer', async () => {
    const gateway = await startGateway({ appUrl: 'http://127.0.0.1:1', port: 0 });
    onTestFinished(() => gateway.stop());
    expect((await fetch(`${gateway.origin}/api/k8s/version`)).status).toBe(502);
  });

  test('lets no web page act with its key, under whatever name it comes', async () => {
    const { gateway, server, kube } = await started();
    const path = `${server}/api/v1/namespaces/default/pods/web`;
    expect((await fetch(path, { headers: { origin: 'https://evil.example' } })).status).toBe(403);
    const rebound = await new Promise<number | undefined>((resolve) =>
      get({ port: gateway.port, path: '/api/k8s/version', headers: { host: 'evil.example' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }),
    );
    expect(rebound).toBe(403);
    const socket = new WebSocket(`${path.replace('http', 'ws')}/exec?command=sh`, 'v5.channel.k8s.io', {
      origin: 'https://evil.example',
    });
    const refused = await new Promise((resolve) => socket.once('error', (error) => resolve(error.message)));
    expect(refused).toContain('403');
    expect(kube.workloads.asked).toEqual([]);
  });

  test('joins the JavaScript client with a terminal, in both directions, until it ends', async () => {
    const { server, terminal, kube } = await started();
    const config = new KubeConfig();
    config.loadFromString(await (await fetch(`${server}/kubeconfig`)).text());
    const input = new PassThrough();
    const output = new PassThrough();
    const said: string[] = [];
    const heard = new Writable({
      write(data, _, done) {
        said.push(String(data));
        if (said.length === 1) input.write('shout\n');
        if (said.length === 2) input.write('\x04');
        done();
      },
    });
    const status = await new Promise((resolve) => {
      const exec = new Exec(config);
      void exec.exec('default', 'web', 'main', ['sh'], heard, output, input, true, resolve);
    });
    expect(said.join('')).toBe('ready\nSHOUT\n');
    expect(status).toMatchObject({ status: 'Success' });
    expect(terminal.passwords).toEqual(['open sesame']);
    expect(kube.workloads.asked).toEqual([{ kind: 'exec', container: 'main', command: ['sh'] }]);
  });
});

describe.skipIf(kubectlMissing)('kubectl through the gateway', () => {
  test('executes in a container, with what stands on its input', async () => {
    const { server } = await started();
    const kubectl = kubectlFor(server);
    expect(await kubectl.ok('exec -i web -- sh', 'shout\n')).toBe('ready\nSHOUT\n');
  });

  test('attaches to a container', async () => {
    const { server, kube } = await started({ code: 1000, reason: '' });
    await kubectlFor(server).ok('attach web');
    expect(kube.workloads.asked.at(-1)).toEqual({ kind: 'attach', container: 'main' });
  });

  test('shows why there is no terminal, and that one was cut off', async () => {
    const { server, kube } = await started({ code: 1011, reason: 'no such program' });
    const kubectl = kubectlFor(server);
    expect(await kubectl.fails('exec web -- nothing')).toContain('no such program');
    kube.workloads.target = { kind: 'refused', message: 'ACI takes one word' } as never;
    expect(await kubectl.fails('exec web -- ls -l')).toContain('ACI takes one word');
  });
});
