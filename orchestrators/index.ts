import type { OrchestratorFunctions } from '../lib/durable/register.ts';
import { removeGroup } from './containers/remove-group.ts';
import { runContainer } from './containers/run-container.ts';
import { sweepOrphans } from './containers/sweep-orphans.ts';
import { drainServer } from './fleets/drain-server.ts';
import { fleet } from './fleets/fleet.ts';
import { startServer } from './fleets/start-server.ts';
import { runArray } from './jobs/run-array.ts';
import { runGraph } from './jobs/run-graph.ts';
import { runJob } from './jobs/run-job.ts';
import { cleanUp } from './keeping/clean-up.ts';
import { runKubeJob } from './kubernetes/run-kube-job.ts';
import { runPod } from './kubernetes/run-pod.ts';
import { siteLane } from './lanes/site-lane.ts';
import { publishSite } from './sites/publish-site.ts';
import { publishSites } from './sites/publish-sites.ts';

/** Every orchestrator of the app. */
export const orchestrators: OrchestratorFunctions = {
  cleanUp,
  drainServer,
  fleet,
  publishSite,
  publishSites,
  removeGroup,
  runArray,
  runContainer,
  runGraph,
  runJob,
  runKubeJob,
  runPod,
  siteLane,
  startServer,
  sweepOrphans,
};
