import type { Container, ContainerGroup } from '@azure/arm-containerinstance';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StartRuntime } from '../../../local/arm/index.ts';
import { openStream } from './support/open-stream.ts';
import { resourceGroup } from './support/sdk-clients.ts';
import { startTestArm, type TestArm } from './support/start-test-arm.ts';

/** What a runner may do otherwise than the service. The key stands in local/README.md, with where to read the reason. */
export type Difference =
  | 'mount paths'
  | 'file system'
  | 'listening'
  | 'memory limit'
  | 'read-only mounts'
  | 'exec sees mounts'
  | 'output order'
  | 'signals';

/** A runner that the suite is held against. */
export type Runner = {
  kind: 'process' | 'engine';
  /** Runs `image`, which has a shell, Perl and the usual small programs. */
  runtime: StartRuntime;
  image: string;
  /** What it does otherwise, each with its reason. */
  differences: Partial<Record<Difference, string>>;
  /** Where a container finds what is mounted at a path. */
  pathOf(mountPath: string): string;
};

/** Answers one line to whoever connects; `$LISTEN` is the address where the runner needs one. */
const server = `perl -MIO::Socket::INET -e '
  my $server = IO::Socket::INET->new(LocalAddr => $ENV{LISTEN} || "0.0.0.0", LocalPort => $ARGV[0], Listen => 5,
    ReuseAddr => 1) or die $!;
  while (my $client = $server->accept) { print $client "HTTP/1.0 200 OK\\r\\n\\r\\nhello\\n"; close $client }
'`;

/** The behaviours of the service that every runner has, seen through the real SDK. */
export function describeRunner(runner: Runner): void {
  const { image, pathOf, differences } = runner;
  const forever = 'exec sleep 1000';
  const quick = { updateIntervalInMs: 5 };
  const shared = { name: 'shared', mountPath: '/shared' };
  const emptyDir = { name: 'shared', emptyDir: {} };

  const container = (script: string, overrides: Partial<Container> = {}): Container => ({
    name: 'main',
    image,
    command: ['/bin/sh', '-c', script],
    resources: { requests: { cpu: 0.5, memoryInGB: 0.5 } },
    ...overrides,
  });
  const group = (script: string, overrides: Partial<ContainerGroup> = {}): ContainerGroup => ({
    location: 'westeurope',
    osType: 'Linux',
    restartPolicy: 'Never',
    containers: [container(script)],
    ...overrides,
  });

  describe(`the ${runner.kind} runner`, () => {
    let arm: TestArm;
    let end = async (): Promise<void> => {};
    beforeAll(async () => {
      arm = await startTestArm(
        {
          runtime: runner.runtime,
          timings: { nodeAssignedMs: 1, pullMs: 1, startMs: 1, backOffMs: 1, stopGraceMs: 500 },
        },
        (cleanup) => {
          end = cleanup;
        },
      );
    });
    afterAll(() => end());

    let sequence = 0;
    /** Creates a group under a name of its own. */
    async function create(body: ContainerGroup): Promise<string> {
      const name = `${runner.kind}-${++sequence}`;
      await arm.create(name, body);
      return name;
    }
    async function ended(body: ContainerGroup): Promise<{ name: string; group: ContainerGroup }> {
      const name = await create(body);
      await arm.ended(name);
      return { name, group: await arm.get(name) };
    }
    async function running(body: ContainerGroup): Promise<string> {
      const name = await create(body);
      await arm.until(name, (one) => one?.containers.every(({ state }) => state === 'Running') ?? false);
      return name;
    }
    const logs = async (name: string, of = 'main', options = {}) =>
      (await arm.aci.containers.listLogs(resourceGroup, name, of, options)).content;
    const until = async (name: string, text: string): Promise<void> => {
      while (!(await logs(name).catch(() => ''))?.includes(text));
    };

    test.each([
      { script: 'exit 0', state: 'Succeeded', exitCode: 0, detailStatus: 'Completed' },
      { script: 'exit 3', state: 'Failed', exitCode: 3, detailStatus: 'Error' },
      // The first process of a container heeds no signal that it has no handler for.
      { script: "sh -c 'kill -SEGV $$'; exit $?", state: 'Failed', exitCode: 139, detailStatus: 'Error' },
    ])('runs `$script` to its end', async ({ script, state, exitCode, detailStatus }) => {
      const { group: job } = await ended(group(script));
      expect(job.instanceView?.state).toBe(state);
      const view = job.containers[0]?.instanceView;
      expect(view?.currentState).toMatchObject({ state: 'Terminated', exitCode, detailStatus });
      expect(view?.events?.map((event) => event.name)).toEqual(['Pulling', 'Pulled', 'Started', 'Killing']);
    });

    test('runs a command as it is, without a shell', async () => {
      const body = group('', { containers: [container('', { command: ['echo', '$HOME; exit 1', '*'] })] });
      expect(await logs((await ended(body)).name)).toBe('$HOME; exit 1 *\n');
    });

    test('says why a program could not be started', async () => {
      const missing = container('', { command: ['/no/such/program'] });
      const { group: job } = await ended(group('', { containers: [missing] }));
      const view = job.containers[0]?.instanceView;
      expect(view?.currentState).toMatchObject({ state: 'Terminated', exitCode: 127 });
      expect(view?.events).toContainEqual(
        expect.objectContaining({
          name: 'Failed',
          type: 'Warning',
          message: expect.stringContaining('main'),
        }),
      );
    });

    test('refuses an image that cannot be had, and says which', async () => {
      const missing = container('', { image: 'slipway.invalid/no-such:image' });
      await expect(create(group('', { containers: [missing] }))).rejects.toMatchObject({
        code: 'InaccessibleImage',
        message: expect.stringContaining("'slipway.invalid/no-such:image'"),
      });
    });

    test('keeps what was written to stdout and stderr, in order, with tail and times', async () => {
      const { name } = await ended(group('echo one; echo two >&2; echo three; seq 1 5000 >&2'));
      const all = (await logs(name)) ?? '';
      expect(all).toContain('4999\n5000\n');
      expect((await logs(name, 'main', { tail: 2 }))?.split('\n')).toHaveLength(3);
      const { name: short } = await ended(group('echo one; echo two >&2; echo three'));
      const lines = ((await logs(short)) ?? '').split('\n');
      expect(differences['output order'] ? lines.sort() : lines).toEqual(
        differences['output order'] ? ['', 'one', 'three', 'two'] : ['one', 'two', 'three', ''],
      );
      expect(await logs(short, 'main', { tail: 1, timestamps: true })).toMatch(
        /^\d{4}-\d\d-\d\dT[\d:.]+Z (two|three)\n$/,
      );
    });

    test('gives a container its variables, secret ones too, and nothing of the machine', async () => {
      const variables = [
        { name: 'PLAIN', value: 'plain value' },
        { name: 'SECURE', secureValue: 'secret "value"' },
      ];
      const { name } = await ended(
        group('', { containers: [container('env', { environmentVariables: variables })] }),
      );
      const output = (await logs(name)) ?? '';
      expect(output).toContain('PLAIN=plain value\n');
      expect(output).toContain('SECURE=secret "value"\n');
      expect(output).not.toContain('VITEST');
    });

    test('runs init containers one after the other, then the others beside each other', async () => {
      const init = (name: string, script: string) => ({
        name,
        image,
        command: ['/bin/sh', '-c', script],
        volumeMounts: [shared],
      });
      const file = `${pathOf('/shared')}/order`;
      const meet = (own: string, other: string) =>
        `touch ${pathOf('/shared')}/${own}; while [ ! -e ${pathOf('/shared')}/${other} ]; do sleep 0.01; done; cat ${file}`;
      const { name, group: job } = await ended(
        group('', {
          initContainers: [
            init('first', `sleep 0.1; echo first >> ${file}`),
            init('second', `echo second >> ${file}`),
          ],
          containers: [
            container(meet('left', 'right'), { name: 'left', volumeMounts: [shared] }),
            container(meet('right', 'left'), { name: 'right', volumeMounts: [shared] }),
          ],
          volumes: [emptyDir],
        }),
      );
      expect(job.instanceView?.state).toBe('Succeeded');
      expect(await logs(name, 'left')).toBe('first\nsecond\n');
      expect(await logs(name, 'right')).toBe('first\nsecond\n');
      expect(job.initContainers?.map((one) => one.instanceView?.currentState?.exitCode)).toEqual([0, 0]);
    });

    test('starts no container after an init container that failed', async () => {
      const init = { name: 'first', image, command: ['/bin/sh', '-c', 'exit 4'] };
      const { group: job } = await ended(group('exit 0', { initContainers: [init] }));
      expect(job.instanceView?.state).toBe('Failed');
      expect(job.initContainers?.[0]?.instanceView?.currentState?.exitCode).toBe(4);
      expect(job.containers[0]?.instanceView?.currentState?.state).toBe('Waiting');
    });

    test('fails a group of which one container failed, once all have ended', async () => {
      const { group: job } = await ended(
        group('', {
          containers: [container('exit 0', { name: 'well' }), container('exit 5', { name: 'ill' })],
        }),
      );
      expect(job.instanceView?.state).toBe('Failed');
      expect(job.containers.map((one) => one.instanceView?.currentState?.exitCode)).toEqual([0, 5]);
    });

    test('mounts the files of a secret volume', async () => {
      const mounted = container(`cat ${pathOf('/run/keys')}/token`, {
        volumeMounts: [{ name: 'secrets', mountPath: '/run/keys' }],
      });
      const { name } = await ended(
        group('', {
          containers: [mounted],
          volumes: [{ name: 'secrets', secret: { token: Buffer.from('s3cret').toString('base64') } }],
        }),
      );
      expect(await logs(name)).toBe('s3cret');
    });

    test.skipIf(differences['read-only mounts'])('lets nobody write to a read-only mount', async () => {
      const mounted = container(`echo x > ${pathOf('/shared')}/file`, {
        volumeMounts: [{ ...shared, readOnly: true }],
      });
      const { name } = await ended(group('', { containers: [mounted], volumes: [emptyDir] }));
      expect((await logs(name))?.toLowerCase()).toContain('read-only file system');
    });

    test('restarts a container on failure until it ends well, its volumes kept', async () => {
      const file = `${pathOf('/shared')}/count`;
      const failing = container(`echo >> ${file}; [ $(wc -l < ${file}) -gt 2 ] || exit 5; echo well`, {
        volumeMounts: [shared],
      });
      const { name, group: job } = await ended(
        group('', { restartPolicy: 'OnFailure', containers: [failing], volumes: [emptyDir] }),
      );
      expect(job.instanceView?.state).toBe('Succeeded');
      expect(job.containers[0]?.instanceView).toMatchObject({
        restartCount: 2,
        currentState: { state: 'Terminated', exitCode: 0 },
        previousState: { state: 'Terminated', exitCode: 5 },
      });
      expect(await logs(name)).toBe('well\n');
    });

    test('restarts a container always, with a file system of its own each time', async () => {
      const name = await create(
        group('[ -e mark ] && echo spoiled; touch mark; exit 0', { restartPolicy: 'Always' }),
      );
      await arm.until(name, (one) => (one?.containers[0]?.restartCount ?? 0) >= 2);
      await arm.aci.containerGroups.stop(resourceGroup, name);
      await arm.until(name, (one) => one?.state === 'Stopped');
      expect(await logs(name)).not.toContain('spoiled');
    });

    test('stops a group with SIGTERM, starts it again and restarts it', async () => {
      const name = await running(
        group("trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.02; done"),
      );
      await until(name, 'up');
      await arm.aci.containerGroups.stop(resourceGroup, name);
      await arm.until(name, (one) => one?.state === 'Stopped');
      expect(await logs(name)).toContain('bye\n');
      expect((await arm.get(name)).containers[0]?.instanceView?.currentState?.exitCode).toBe(3);

      await arm.aci.containerGroups.beginStartAndWait(resourceGroup, name, quick);
      expect((await arm.get(name)).instanceView?.state).toBe('Running');
      await until(name, 'up');
      await arm.aci.containerGroups.beginRestartAndWait(resourceGroup, name, quick);
      expect((await arm.get(name)).instanceView?.state).toBe('Running');
      await until(name, 'up');
      expect(await logs(name)).toBe('up\n');
    });

    test('kills a container that does not heed SIGTERM', async () => {
      const name = await running(group("trap '' TERM; echo up; while :; do sleep 0.02; done"));
      await until(name, 'up');
      await arm.aci.containerGroups.stop(resourceGroup, name);
      await arm.until(name, (one) => one?.state === 'Stopped');
      expect((await arm.get(name)).containers[0]?.instanceView?.currentState?.exitCode).toBe(137);
    });

    test('shows a container that the platform killed with its exit code', async () => {
      const name = await running(group(forever));
      arm.faults.add({ kind: 'platformKill', target: name });
      await arm.ended(name);
      expect((await arm.get(name)).containers[0]?.instanceView?.currentState?.exitCode).toBe(7147);
    });

    test('runs a command in a container, beside its own, with its variables', async () => {
      const mine = container(`echo mine > file; ${forever}`, {
        environmentVariables: [{ name: 'TOKEN', secureValue: 'secret' }],
      });
      const name = await running(group('', { containers: [mine] }));
      const shell = await openStream(
        await arm.aci.containers.executeCommand(resourceGroup, name, 'main', {
          command: '/bin/sh',
          terminalSize: { rows: 30, cols: 100 },
        }),
      );
      shell.send('while [ ! -s file ]; do :; done; echo "<$(stty size) $TOKEN $(cat file)>"; exit\n');
      await shell.ended;
      expect(shell.text()).toContain('<30 100 secret mine>');
    });

    test('attaches to the output of a container until its end', async () => {
      const name = await running(group('echo before; sleep 0.3; echo after'));
      const output = await openStream(await arm.aci.containers.attach(resourceGroup, name, 'main'));
      await output.ended;
      expect(output.text()).toBe('before\nafter\n');
    });

    test('publishes the ports of a group on an address of its own', async () => {
      const port = 8_080;
      const ipAddress = { type: 'Public', ports: [{ port, protocol: 'TCP' }] };
      const body = group('', {
        ipAddress,
        containers: [container(`${server} ${port}`, { ports: [{ port }] })],
      });
      const names = [await running(body), await running(body)];
      const groups = await Promise.all(names.map(arm.get));
      const addresses = groups.map((one) => one.ipAddress?.ip ?? '');
      expect(new Set(addresses).size).toBe(2);
      for (const address of addresses) {
        expect(address).toMatch(/^127\./);
        const answer = async (): Promise<string> =>
          fetch(`http://${address}:${port}`).then((response) => response.text());
        let text: string | undefined;
        while (text === undefined) text = await answer().catch(() => undefined);
        expect(text).toBe('hello\n');
      }
    });

    test('leaves nothing of a group that is deleted while it runs', async () => {
      const name = await running(group(forever));
      await arm.aci.containerGroups.beginDeleteAndWait(resourceGroup, name, quick);
      await expect(arm.get(name)).rejects.toMatchObject({ statusCode: 404 });
    });

    test.skipIf(differences['memory limit'])(
      'kills a container that takes more memory than it has',
      async () => {
        const greedy = container('perl -e \'my $all = "x" x 2_000_000_000; print length $all\'', {
          resources: { requests: { cpu: 0.5, memoryInGB: 0.1 } },
        });
        const { group: job } = await ended(group('', { containers: [greedy] }));
        expect(job.containers[0]?.instanceView?.currentState).toMatchObject({
          exitCode: 137,
          detailStatus: 'OOMKilled',
        });
      },
    );
  });
}
