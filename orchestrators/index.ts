import type { OrchestratorFunctions } from '../lib/durable/register.ts';
import { publishLane } from './publish-lane.ts';
import { publishSite } from './publish-site.ts';
import { publishSites } from './publish-sites.ts';
import { runContainer } from './run-container.ts';
import { sweepOrphans } from './sweep-orphans.ts';

/** Every orchestrator of the app. */
export const orchestrators: OrchestratorFunctions = {
  publishLane,
  publishSite,
  publishSites,
  runContainer,
  sweepOrphans,
};
