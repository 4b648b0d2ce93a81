import { expect, test } from 'vitest';
import { group } from './support/group.ts';
import { resourceGroup } from './support/sdk-clients.ts';
import { startTestArm } from './support/start-test-arm.ts';

test('runs a group to its end and keeps its log', async () => {
  const arm = await startTestArm();
  const created = await arm.aci.containerGroups.beginCreateOrUpdateAndWait(
    resourceGroup,
    'job-1',
    group('echo out; echo err >&2; echo end'),
    { updateIntervalInMs: 5 },
  );
  expect(created).toMatchObject({ name: 'job-1', provisioningState: 'Succeeded' });
  await arm.ended('job-1');
  const ended = await arm.get('job-1');
  expect(ended.instanceView?.state).toBe('Succeeded');
  expect(ended.containers[0]?.instanceView).toMatchObject({
    restartCount: 0,
    currentState: { state: 'Terminated', exitCode: 0, detailStatus: 'Completed' },
  });
  expect(await arm.logs('job-1')).toBe('out\nerr\nend\n');
});
