import { addEvent, type GroupRecord } from '../group-model/group-record.ts';
import { platformKillExitCode } from './forced-end.ts';

/**
 * Shows a group that was up when the last emulator ended as the service shows one whose node was taken away:
 * its containers Terminated with the platform's exit code, the group Failed. Groups that had ended stay as they are.
 */
export function endInterrupted(record: GroupRecord, nowMs: number): void {
  const finishTime = new Date(nowMs).toISOString();
  if (record.state === 'Pending' || record.state === 'Running') {
    if (record.provisioningState !== 'Succeeded') record.provisioningState = 'Failed';
    record.state = 'Failed';
    for (const container of [...record.initContainers, ...record.containers]) {
      if (container.currentState?.state === 'Terminated') continue;
      container.currentState = {
        state: 'Terminated',
        startTime: container.currentState?.startTime ?? finishTime,
        exitCode: platformKillExitCode,
        finishTime,
        detailStatus: 'Error',
      };
      addEvent(container.events, nowMs, {
        name: 'Killing',
        message: 'Killing container because its node was restarted.',
        type: 'Normal',
      });
    }
  }
  for (const container of [...record.initContainers, ...record.containers]) delete container.process;
}
