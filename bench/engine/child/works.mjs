import { fanOut } from './works/fan-out.mjs';
import { history } from './works/history.mjs';
import { plainHttp } from './works/http.mjs';
import { inFlight } from './works/in-flight.mjs';
import { latency } from './works/latency.mjs';
import { afterKill, beforeKill } from './works/survival.mjs';
import { throughput } from './works/throughput.mjs';
import { waiting } from './works/waiting.mjs';

/** Every work by its name; each opens the engine, measures, reports and stops the engine. */
export const works = {
  latency,
  throughput,
  fanOut,
  beforeKill,
  afterKill,
  waiting,
  history,
  plainHttp,
  inFlight,
};
