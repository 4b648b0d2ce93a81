import type { BuildingRun } from '../../../contract/lanes.ts';
import type { PublishOutcome } from '../../../contract/publishes.ts';
import type { RunRecord } from '../../../contract/runs.ts';

/** How the publish under way stands, by its durable instance. */
export function buildingRun(record: RunRecord | undefined): BuildingRun {
  switch (record?.runtimeStatus) {
    case undefined:
      return { kind: 'unknown' };
    case 'Completed': {
      const outcome = record.output as PublishOutcome;
      return { kind: 'ended', end: outcome.kind, message: 'message' in outcome ? outcome.message : '' };
    }
    case 'Failed':
      return { kind: 'ended', end: 'failed', message: String(record.output ?? 'It failed.') };
    case 'Terminated':
    case 'Canceled':
      return { kind: 'ended', end: 'terminated', message: String(record.output ?? 'It was terminated.') };
    case 'Suspended':
      return { kind: 'suspended', since: record.updatedAt };
    default:
      return { kind: 'active' };
  }
}
