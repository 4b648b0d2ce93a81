import type { HostFunction } from '../host-function.ts';
import type { RouteTable } from './route-table.ts';

export type ListedApp = { functions: readonly HostFunction[]; routes: RouteTable; routePrefix: string };

/** What an app serves, a line for each function, as Azure's tools list it: those with a URL first. */
export function functionList({ functions, routes, routePrefix }: ListedApp, origin: string): string[] {
  const lines = functions.map((target) => {
    const route = routes.routes.find((one) => one.target === target);
    const disabled = target.disabled ? ' (disabled)' : '';
    if (!route) return { isHttp: false, line: `${target.name}: ${target.trigger.type}${disabled}` };
    const url = [origin, routePrefix, route.route].filter(Boolean).join('/');
    const methods = route.methods.length > 0 ? `[${route.methods.join(',')}] ` : '';
    return { isHttp: true, line: `${target.name}: ${methods}${url}${disabled}` };
  });
  return [...lines.filter(({ isHttp }) => isHttp), ...lines.filter(({ isHttp }) => !isHttp)].map(
    ({ line }) => line,
  );
}
