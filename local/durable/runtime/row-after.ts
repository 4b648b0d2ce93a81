import { randomUUID } from 'node:crypto';
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
    output: null,
    customStatus,
    updatedMs: nowMs,
  };
  const { suspends } = turn.batch;
  if (suspends) Object.assign(row, { status: 'Suspended', output: suspends.reason });
  switch (end.kind) {
    case 'completed':
      return { ...row, status: 'Completed', output: end.output };
    case 'failed':
      return { ...row, status: 'Failed', output: end.output };
    case 'terminated':
      return { ...row, status: 'Terminated', output: end.reason };
    case 'continuedAsNew':
      return {
        ...row,
        executionId: randomUUID().replaceAll('-', ''),
        input: end.input,
        customStatus: null,
        generation: null,
        createdMs: nowMs,
      };
    case 'goesOn':
      return row;
  }
}
