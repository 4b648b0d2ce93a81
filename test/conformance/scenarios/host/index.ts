import { hostAdmin } from './admin.ts';
import { hostAnswers, hostCookies, hostFailures, hostHeaders, hostStatuses } from './answers.ts';
import { hostEventGrid, hostTimers } from './background.ts';
import { hostCors, hostCorsAny } from './cors.ts';
import { hostKeys } from './keys.ts';
import { hostLimits, hostSettings } from './limits.ts';
import { hostMethods } from './methods.ts';
import { hostRequests } from './requests.ts';
import { hostConstraints, hostPrecedence, hostRoutes } from './routing.ts';
import { hostStreaming } from './streaming.ts';
import { hostWire } from './wire.ts';

/** What is asked of the Functions host itself. */
export const hostScenarios = [
  hostRoutes,
  hostConstraints,
  hostPrecedence,
  hostMethods,
  hostRequests,
  hostAnswers,
  hostStatuses,
  hostHeaders,
  hostCookies,
  hostFailures,
  hostWire,
  hostLimits,
  hostSettings,
  hostStreaming,
  hostAdmin,
  hostKeys,
  hostCors,
  hostCorsAny,
  hostTimers,
  hostEventGrid,
].flat();
