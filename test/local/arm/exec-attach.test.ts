import { expect, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { container, group } from './support/group.ts';
import { openStream } from './support/open-stream.ts';
import { pass } from './support/pass.ts';
import { untilGone } from './support/processes.ts';
import { resourceGroup } from './support/sdk-clients.ts';
import { startTestArm, type TestArm } from './support/start-test-arm.ts';

const forever = 'exec sleep 1000';
const terminalSize = { rows: 30, cols: 100 };

async function running(arm: TestArm, script: string, overrides = {}): Promise<void> {
  await arm.create('server', group('', { containers: [container(script, overrides)] }));
  await arm.until('server', (one) => one?.containers[0]?.state === 'Running');
}

const exec = (arm: TestArm, command: string) =>
  arm.aci.containers.executeCommand(resourceGroup, 'server', 'main', { command, terminalSize });

test('runs a shell in a container, with a terminal of the size that was asked for', async () => {
  const arm = await startTestArm();
  await running(arm, 'echo mine > file; exec sleep 1000', {
    environmentVariables: [{ name: 'TOKEN', secureValue: 'secret' }],
  });
  const answer = await exec(arm, '/bin/sh');
  expect(answer.webSocketUri).toMatch(
    /^ws:\/\/127\.0\.0\.1:\d+\/execstream\/sessionId\/[-0-9a-f]+\?api-version=1\.0&rows=30&cols=100$/,
  );
  const shell = await openStream(answer);
  shell.send('echo "<$(stty size) $TOKEN $(cat file)>"; exit\n');
  expect(await shell.ended).toMatchObject({ code: 1000 });
  expect(shell.text()).toContain('<30 100 secret mine>');
  expect(await arm.logs('server')).toBe('');
});

test('takes a command as one executable without arguments', async () => {
  const arm = await startTestArm();
  await running(arm, forever);
  const stream = await openStream(await exec(arm, '/bin/echo hello'));
  await stream.ended;
  expect(stream.text()).toContain('not found');
});

test.each([
  ['a NUL in it', '/bin/sh\0x'],
  ['more characters than Linux takes', `/bin/${'x'.repeat(200_000)}`],
])('ends a command that has %s, and no container with it', async (_, command) => {
  const arm = await startTestArm();
  await running(arm, forever);
  const stream = await openStream(await exec(arm, command));
  expect(await stream.ended).toMatchObject({ reason: expect.not.stringContaining('lost') });
  const shell = await openStream(await exec(arm, '/bin/sh'));
  shell.send('echo "still-$((1 + 1))"\n');
  await shell.until((text) => text.includes('still-2'));
});

test('passes what is typed to the command, interrupts too', async () => {
  const arm = await startTestArm();
  await running(arm, forever);
  const shell = await openStream(await exec(arm, '/bin/sh'));
  // What is typed is shown before the shell runs; what it computes is not. The one to interrupt says that it is there.
  shell.send("sh -c 'echo busy-$((1 + 1)); exec sleep 1000'\n");
  await shell.until((text) => text.includes('busy-2'));
  shell.send('\u0003');
  shell.send('echo again-$((1 + 1))\n');
  await shell.until((text) => text.includes('again-2'));
});

test('ends a command when its peer leaves, and when its container ends', async () => {
  const arm = await startTestArm();
  await running(arm, "trap 'exit 0' TERM; while :; do sleep 0.01; done");
  const pids: number[] = [];
  const shells = [];
  for (let n = 0; n < 2; n++) {
    const shell = await openStream(await exec(arm, '/bin/sh'));
    shell.send('echo "pid=$$."\n');
    await shell.until((text) => /pid=\d+\./.test(text));
    pids.push(Number(/pid=(\d+)\./.exec(shell.text())?.[1]));
    shells.push(shell);
  }
  shells[0]?.leave();
  await untilGone(pids.slice(0, 1));
  await arm.aci.containerGroups.stop(resourceGroup, 'server');
  await shells[1]?.ended;
  await untilGone(pids);
});

test('opens a stream once, and only with its password', async () => {
  const arm = await startTestArm();
  await running(arm, forever);
  const answer = await exec(arm, '/bin/sh');
  const stream = await openStream({ ...answer, password: 'wrong' });
  expect(await stream.ended).toEqual({ code: 1008, reason: 'The password is wrong.' });
  await expect(openStream(answer)).rejects.toThrow('404');
});

test('forgets a stream that nobody opens', async () => {
  const clock = new VirtualClock();
  const arm = await startTestArm({ clock });
  await arm.create('server', group(forever));
  await pass(clock, 100);
  await arm.until('server', (one) => one?.containers[0]?.state === 'Running');
  const answer = await exec(arm, '/bin/sh');
  await pass(clock, 60_000);
  await expect(openStream(answer)).rejects.toThrow('404');
});

test('attaches to what a container has written and writes, until it ends', async () => {
  const arm = await startTestArm();
  await running(arm, 'echo before; while [ ! -e go ]; do sleep 0.01; done; echo after');
  const answer = await arm.aci.containers.attach(resourceGroup, 'server', 'main');
  expect(answer.webSocketUri).toMatch(/\/logstream\/sessionId\/[-0-9a-f]+\?api-version=1\.0$/);
  // As the PowerShell documentation has it, in place of the first frame.
  const output = await openStream(answer, { headers: { authorization: answer.password ?? '' } });
  await output.until((text) => text === 'before\n');
  const shell = await openStream(await exec(arm, '/bin/sh'));
  shell.send('touch go\n');
  expect(await output.ended).toMatchObject({ code: 1000 });
  expect(output.text()).toBe('before\nafter\n');
});

test('refuses containers that are unknown, not up yet, or have ended, and a command that is none', async () => {
  const clock = new VirtualClock();
  const arm = await startTestArm({ clock });
  await arm.create('server', group('exit 0'));
  await expect(exec(arm, '/bin/sh')).rejects.toMatchObject({ code: 'ContainerGroupDeploymentNotReady' });
  await pass(clock, 100);
  await arm.ended('server');
  await expect(exec(arm, '/bin/sh')).rejects.toMatchObject({ statusCode: 409, code: 'ContainerNotRunning' });
  await expect(exec(arm, '')).rejects.toMatchObject({
    statusCode: 400,
    message: expect.stringContaining('command'),
  });
  await expect(arm.aci.containers.attach(resourceGroup, 'server', 'other')).rejects.toMatchObject({
    statusCode: 404,
    code: 'ContainerNotFound',
  });
});

test('ends open streams when it stops', async () => {
  const arm = await startTestArm();
  await running(arm, forever);
  const shell = await openStream(await exec(arm, '/bin/sh'));
  const attached = await openStream(await arm.aci.containers.attach(resourceGroup, 'server', 'main'));
  await arm.stop();
  await Promise.all([shell.ended, attached.ended]);
});
