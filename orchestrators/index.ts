import type { OrchestratorFunctions } from '../lib/durable/register.ts';
import { runContainer } from './containers/run-container.ts';
import { sweepOrphans } from './containers/sweep-orphans.ts';
import { siteLane } from './lanes/site-lane.ts';
import { publishSite } from './sites/publish-site.ts';
import { publishSites } from './sites/publish-sites.ts';

/** Every orchestrator of the app. */
export const orchestrators: OrchestratorFunctions = {
  publishSite,
  publishSites,
  runContainer,
  siteLane,
  sweepOrphans,
};
