import { once } from 'node:events';
import { expect, test } from 'vitest';
import { startTicksOf } from '../../../local/arm/processes/process-identity.ts';
import { startEmulatorProcess } from './support/emulator-process.ts';
import { group } from './support/group.ts';
import { childrenOf, parentOf, untilGone } from './support/processes.ts';
import { resourceGroup, sdkClients } from './support/sdk-clients.ts';
import { startTestArm } from './support/start-test-arm.ts';

/** A container with a child of its own and one that has left its process group; it prints all three pids. */
const family = 'sleep 1000 & echo $!; setsid sleep 1000 & echo $!; echo $$; echo ready; wait';

async function startFamily(origin: string, name: string): Promise<number[]> {
  const { aci } = sdkClients(origin);
  await aci.containerGroups.beginCreateOrUpdateAndWait(resourceGroup, name, group(family), {
    updateIntervalInMs: 5,
  });
  for (;;) {
    const { content = '' } = await aci.containers.listLogs(resourceGroup, name, 'main');
    if (content.includes('ready')) return content.split('\n').slice(0, 3).map(Number);
  }
}

test('leaves no process when the emulator is killed', async () => {
  const emulator = await startEmulatorProcess();
  const pids = await startFamily(emulator.origin, 'server');
  expect(pids.map(startTicksOf)).not.toContain(undefined);

  // With its whole process group, as `kill -9` on a job does.
  process.kill(-(emulator.child.pid ?? 0), 'SIGKILL');
  await untilGone(pids);
});

test('ends what is left when emulator and supervisor were killed together, and shows the groups as killed by the platform', async () => {
  const emulator = await startEmulatorProcess();
  const pids = await startFamily(emulator.origin, 'server');
  const emulatorPid = emulator.child.pid ?? 0;
  const supervisors = childrenOf(emulatorPid);
  const exited = once(emulator.child, 'exit');
  // Stopped first, so that the supervisor cannot act between the two kills.
  for (const pid of supervisors) process.kill(pid, 'SIGSTOP');
  emulator.child.kill('SIGKILL');
  for (const pid of supervisors) process.kill(pid, 'SIGKILL');
  await exited;
  await untilGone(supervisors);
  expect(pids.map(startTicksOf)).not.toContain(undefined);

  const arm = await startTestArm({ file: emulator.file, workDirectory: emulator.workDirectory });
  await untilGone(pids);
  const server = await arm.get('server');
  expect(server.provisioningState).toBe('Succeeded');
  expect(server.instanceView?.state).toBe('Failed');
  expect(server.containers[0]?.instanceView?.currentState).toMatchObject({
    state: 'Terminated',
    exitCode: 7147,
  });
});

test('reports containers as killed by the platform when the supervisor dies, and goes on with a new one', async () => {
  const arm = await startTestArm();
  const pids = await startFamily(arm.origin, 'server');
  const [server] = arm.containerGroups();
  process.kill(parentOf(server?.containers[0]?.pid ?? 0), 'SIGKILL');
  await arm.ended('server');
  await untilGone(pids);
  expect((await arm.get('server')).containers[0]?.instanceView?.currentState?.exitCode).toBe(7147);

  await arm.create('next', group('echo next'));
  await arm.ended('next');
  expect(await arm.logs('next')).toBe('next\n');
});
