import { buildingRun } from '../../lib/decide/lanes/building-run.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

export function readLane({ catalogs, lanes, settings }: ActivityDependencies): ActivityHandlers['readLane'] {
  return async ({ site: name }, { runs }) => {
    const site = await catalogs.site(name);
    const { row } = await lanes.read(name);
    return {
      row,
      known: site !== undefined,
      headsMinutes: settings.headsMinutes,
      onPush: site?.onPush ?? 'finish',
      ...(row.building ? { run: buildingRun(await runs.read(row.building.want.runId)) } : {}),
    };
  };
}
