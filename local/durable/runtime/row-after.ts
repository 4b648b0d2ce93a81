import { randomUUID } from 'node:crypto';
import { eventType } from '../protocol/history-events.ts';
import type { InstanceRow } from '../store/instance-row.ts';
import type { LiveInstance } from './live-instance.ts';
import type { Runtime } from './runtime.ts';
import type { Batch } from './take-batch.ts';
import type { TurnOutcome } from './turn-outcome.ts';

/** The instance's row once the turn is committed. */
export function rowAfter(
  runtime: Runtime,
  instance: LiveInstance,
  turn: { batch: Batch; outcome: TurnOutcome },
): InstanceRow {
  const { end, customStatus } = turn.outcome;
  const nowMs = runtime.clock.now();
  const row: InstanceRow = {
    ...instance.row,
    status: 'Running',
    // The reason of a suspension or resumption stays until another text takes its place.
    output: resumedFor(turn.batch) ?? instance.row.output,
    customStatus,
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
        customStatus: null,
        generation: null,
        createdMs: nowMs,
      };
    case 'goesOn':
      return row;
  }
}

function resumedFor({ messages }: Batch): string | null {
  const resumed = messages.findLast(({ event }) => event.EventType === eventType.executionResumed);
  return resumed?.event.EventType === eventType.executionResumed ? resumed.event.Reason : null;
}
