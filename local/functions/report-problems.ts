import type { HostFunction } from './host-function.ts';
import type { RouteTable } from './http/route-table.ts';
import { shadowedRoutes } from './http/shadowed-routes.ts';
import type { LogSink } from './log.ts';
import { triggerServices } from './trigger-services.ts';

const servedTriggers = new Set([
  'httptrigger',
  'orchestrationtrigger',
  'activitytrigger',
  'entitytrigger',
  ...triggerServices.map(({ triggerType }) => triggerType),
]);

/**
 * Says once, at start, what of an app or its settings has no effect here. Returns why nothing of it can be served: one
 * malformed route stops the whole host, as the real one maps all routes in one go.
 */
export function reportProblems(
  log: LogSink,
  functions: readonly HostFunction[],
  routes: RouteTable,
  ignoredSettings: readonly string[],
): Error | undefined {
  const warn = (message: string, functionName?: string): void =>
    log({ level: 'warning', category: 'host', message, ...(functionName !== undefined && { functionName }) });
  const malformed = routes.malformed.map(({ functionName, route, message }) => ({
    functionName,
    message: `The route '${route}' of '${functionName}' is malformed: ${message} So the host does not start and answers 503 to every call of every function, here as on Azure. Correct the route.`,
  }));
  for (const { functionName, message } of malformed)
    log({ level: 'error', category: 'host', functionName, trap: 'routeMalformed', message });
  for (const { functionName, message } of routes.errors)
    log({
      level: 'error',
      category: 'host',
      functionName,
      trap: 'routeRefused',
      message: `The '${functionName}' function is in error: ${message}`,
    });
  for (const { functionName, message } of shadowedRoutes(routes.routes))
    log({ level: 'warning', category: 'host', functionName, trap: 'routeShadowed', message });
  for (const { name, disabled, trigger, triggerType, unsupportedBindings, sdkBindings } of functions) {
    if (disabled) warn(`Function '${name}' is disabled`, name);
    else if (!servedTriggers.has(triggerType))
      warn(
        `'${name}' does not run by itself: the local host does not serve ${trigger.type}. Run it by hand: POST /admin/functions/${name} with {"input": ...}.`,
        name,
      );
    if (sdkBindings.length > 0)
      warn(
        `'${name}': the local host does not serve sdkBinding, the function gets content instead of a client: ${sdkBindings.join(', ')}.`,
        name,
      );
    if (unsupportedBindings.length > 0)
      warn(
        `'${name}': the local host does not serve these bindings, inputs are undefined and outputs are dropped: ${unsupportedBindings.join(', ')}.`,
        name,
      );
  }
  if (ignoredSettings.length > 0)
    warn(`Settings without effect on the local host: ${ignoredSettings.join(', ')}.`);
  const [first] = malformed;
  return first && new Error(first.message);
}
