import type { Scenario } from '../scenario.ts';
import { activities } from './activities.ts';
import { restarting, rewinding } from './again.ts';
import { children } from './children.ts';
import { clients } from './clients.ts';
import { control } from './control.ts';
import { entities, entityLists } from './entities.ts';
import { events } from './events.ts';
import { failures } from './failures.ts';
import { hostScenarios } from './host/index.ts';
import { httpCalls } from './http-calls.ts';
import { lists } from './lists.ts';
import { locks } from './locks.ts';
import { loops } from './loops.ts';
import { purging, purgingMany } from './purging.ts';
import { races } from './races.ts';
import { retries } from './retries.ts';
import { routes } from './routes.ts';
import { settings } from './settings.ts';
import { starting } from './starting.ts';
import { status } from './status.ts';
import { longTimers, timers } from './timers.ts';
import { versioning, versionNone, versionSettings, versionStrict } from './versions.ts';

export const scenarios: readonly Scenario[] = [
  activities,
  retries,
  failures,
  children,
  timers,
  longTimers,
  events,
  races,
  loops,
  status,
  entities,
  entityLists,
  locks,
  httpCalls,
  starting,
  control,
  lists,
  purging,
  purgingMany,
  rewinding,
  restarting,
  clients,
  routes,
  versioning,
  versionSettings,
  versionStrict,
  versionNone,
  settings,
  hostScenarios,
].flat();
