import type { Scenario } from '../scenario.ts';
import { activities } from './activities.ts';
import { restarting, rewinding } from './again.ts';
import { arrivals } from './arrivals.ts';
import { backoffs } from './backoffs.ts';
import { eventBodies, signalBodies, startBodies } from './bodies.ts';
import { callers } from './callers.ts';
import { children } from './children.ts';
import { clients } from './clients.ts';
import { clocks } from './clocks.ts';
import { control } from './control.ts';
import { cookies } from './cookies.ts';
import { critical } from './critical.ts';
import { entities, entityLists } from './entities.ts';
import { events } from './events.ts';
import { failures } from './failures.ts';
import { groups } from './groups.ts';
import { hostScenarios } from './host/index.ts';
import { httpCalls } from './http-calls.ts';
import { lists, wholeLists } from './lists.ts';
import { locks } from './locks.ts';
import { loops } from './loops.ts';
import { orders } from './orders.ts';
import { outputs } from './outputs.ts';
import { puppets } from './puppets.ts';
import { purging, purgingMany } from './purging.ts';
import { queries } from './queries.ts';
import { racedRenewals } from './raced-renewals.ts';
import { races } from './races.ts';
import { renewals } from './renewals.ts';
import { requests } from './requests.ts';
import { retries } from './retries.ts';
import { rewinds } from './rewinds.ts';
import { routes } from './routes.ts';
import { settings } from './settings.ts';
import { starting } from './starting.ts';
import { status } from './status.ts';
import { longTimers, timers } from './timers.ts';
import { values } from './values.ts';
import { versioning, versionNone, versionSettings, versionStrict } from './versions.ts';

export const scenarios: readonly Scenario[] = [
  activities,
  retries,
  backoffs,
  failures,
  children,
  timers,
  clocks,
  longTimers,
  events,
  arrivals,
  races,
  groups,
  loops,
  renewals,
  racedRenewals,
  status,
  values,
  outputs,
  entities,
  puppets,
  entityLists,
  locks,
  critical,
  httpCalls,
  requests,
  cookies,
  starting,
  startBodies,
  eventBodies,
  signalBodies,
  control,
  orders,
  lists,
  wholeLists,
  queries,
  purging,
  purgingMany,
  rewinding,
  rewinds,
  restarting,
  clients,
  callers,
  routes,
  versioning,
  versionSettings,
  versionStrict,
  versionNone,
  settings,
  hostScenarios,
].flat();
