import { randomUUID } from 'node:crypto';
import { eventType } from '../../protocol/history-events.ts';
import type { InstanceRow } from '../../store/instance-row.ts';
import type { LiveInstance } from '../instances/live-instance.ts';
import type { TurnOutcome } from '../outcomes/turn-outcome.ts';
import type { Batch } from './take-batch.ts';

/** The instance's row once the turn is committed. */
export function rowAfter(
  instance: LiveInstance,
  turn: { batch: Batch; outcome: TurnOutcome },
  nowMs: number,
): InstanceRow {
  const { end, customStatus } = turn.outcome;
  const row: InstanceRow = {
    ...instance.row,
    status: isRewound(instance, turn.batch) ? 'Pending' : 'Running',
    // The reason of a suspension or resumption stays until another text takes its place.
    output: resumedFor(turn.batch) ?? instance.row.output,
    // What the execution before had set stays for the first turn of the next.
    customStatus: customStatus ?? (instance.turns === 0 ? instance.row.customStatus : null),
    updatedMs: nowMs,
  };
  const { suspends } = turn.batch;
  if (suspends) Object.assign(row, { status: 'Suspended', output: suspends.reason ?? row.output });
  switch (end.kind) {
    case 'completed':
      return { ...row, status: 'Completed', output: end.output };
    case 'failed':
      return { ...row, status: 'Failed', output: end.output };
    case 'terminated':
      return { ...row, status: 'Terminated', output: end.reason ?? row.output };
    case 'continuedAsNew':
      return {
        ...row,
        executionId: randomUUID().replaceAll('-', ''),
        input: end.input,
        output: null,
        generation: null,
        createdMs: nowMs,
      };
    case 'goesOn':
      return row;
  }
}

/** Azure shows a rewound instance as Pending until it ends or is suspended. */
function isRewound(instance: LiveInstance, { messages }: Batch): boolean {
  if (instance.row.status !== 'Pending' || instance.turns === 0) return false;
  return !messages.some(({ event }) => event.EventType === eventType.executionResumed);
}

function resumedFor({ messages }: Batch): string | null {
  const resumed = messages.findLast(({ event }) => event.EventType === eventType.executionResumed);
  return resumed?.event.EventType === eventType.executionResumed ? resumed.event.Reason : null;
}
