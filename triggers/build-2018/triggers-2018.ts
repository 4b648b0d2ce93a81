import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { aciCreate } from './aci-create.ts';
import { aciDelete } from './aci-delete.ts';
import { aciDetails } from './aci-details.ts';
import { aciList } from './aci-list.ts';
import { aciSetSessions } from './aci-set-sessions.ts';
import { aciSetState } from './aci-set-state.ts';

/**
 * The HTTP functions of the Build 2018 sample. Its other three had no callers: what its monitor, its garbage collection and its
 * autoscaler did, the loops of fleets do.
 */
export function triggers2018(deps: TriggerDependencies): HttpTrigger[] {
  return [
    aciCreate(deps),
    aciDelete(deps),
    aciDetails(deps),
    aciList(deps),
    aciSetSessions(deps),
    aciSetState(deps),
  ];
}
