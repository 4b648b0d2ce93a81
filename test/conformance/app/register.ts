import { activities } from './activities.ts';
import { calls } from './calls.ts';
import { children } from './children.ts';
import { entities } from './entities.ts';
import { entityPrograms } from './entity-programs.ts';
import { events } from './events.ts';
import { failures } from './failures.ts';
import { http } from './http.ts';
import { loops } from './loops.ts';
import { oddValuePrograms } from './odd-values.ts';
import { randomPrograms } from './programs.ts';
import { puppet } from './puppet.ts';
import { races } from './races.ts';
import { replies } from './replies.ts';
import { script } from './script.ts';
import { states } from './states.ts';
import { timers } from './timers.ts';

/** Registers the programs that the scenarios call. */
export function registerApp(): void {
  activities();
  calls();
  children();
  entities();
  entityPrograms();
  events();
  failures();
  http();
  loops();
  oddValuePrograms();
  puppet();
  randomPrograms();
  races();
  replies();
  script();
  states();
  timers();
}
