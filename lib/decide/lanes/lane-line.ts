import type { LaneState, LaneStatus } from '../../../contract/lanes.ts';
import type { LaneStep } from './lane-step.ts';

/** What the log says of a decision of a lane; nothing of a wait. */
export function laneLine(site: string, { row }: LaneState, step: LaneStep): string | undefined {
  const doing = doingOf(step, row.want?.runId);
  if (!doing) return undefined;
  const wanted = (row.want ? 1 : 0) + (row.fallback ? 1 : 0);
  return `lane ${site}: ${wanted} wanted, ${row.building ? 1 : 0} building, ${doing}`;
}

export function laneStatus(site: string, { row }: LaneState, step: LaneStep): LaneStatus {
  const building = row.building?.want.runId;
  const wanted = row.want?.runId;
  return {
    kind: 'lane',
    site,
    step: row.problem && step.kind === 'wait' ? 'waitForProvider' : step.kind,
    ...(building ? { building } : {}),
    ...(wanted ? { wanted } : {}),
  };
}

function doingOf(step: LaneStep, wanted: string | undefined): string | undefined {
  switch (step.kind) {
    case 'wait':
    case 'leave':
    case 'compareHeads':
      return undefined;
    case 'record':
      return 'recording what was dropped';
    case 'start':
      return `starting ${step.runId} again`;
    case 'settle':
      return `${step.runId} ended: ${step.end}`;
    case 'cancelForNewer':
      return `cancelling for ${wanted}`;
    case 'choose':
      return `choosing ${wanted}`;
  }
}
