import type { HostFunction } from '../host-function.ts';
import { decodePath } from './decode-path.ts';
import { compileRoute, type RouteMatcher, RouteTemplateError } from './route-template.ts';

export type AuthLevel = 'anonymous' | 'function' | 'admin';

export type HttpRoute = {
  target: HostFunction;
  /** As the app gave it, without the prefix. */
  route: string;
  /** The same with the prefix. */
  template: string;
  /** Upper case; empty: every method. */
  methods: readonly string[];
  authLevel: AuthLevel;
  match: RouteMatcher;
};

export type RouteTable = {
  routes: readonly HttpRoute[];
  /** Functions that the host refuses to serve, with the host's words. */
  errors: readonly { functionName: string; message: string }[];
  /** Functions whose template cannot be mapped, with ASP.NET's words: one of them, and the host serves nothing. */
  malformed: readonly { functionName: string; route: string; message: string }[];
  /** The first route that takes this path, whatever the method. */
  ofPath(path: string): HttpRoute | undefined;
  find(method: string, path: string): { route: HttpRoute; params: Record<string, string> } | undefined;
};

/**
 * The routes of an app. They are tried in the order given, the host's order of function names, not by how
 * specific they are: the first that takes path and method wins.
 */
export function routeTable(functions: readonly HostFunction[], routePrefix: string): RouteTable {
  const routes: HttpRoute[] = [];
  const errors: { functionName: string; message: string }[] = [];
  const malformed: { functionName: string; route: string; message: string }[] = [];
  for (const target of functions) {
    if (target.triggerType !== 'httptrigger') continue;
    const functionName = target.name;
    const route = routeOf(target);
    try {
      const added = toRoute(target, route, routePrefix);
      refuseConflict(added, routes);
      if (!target.disabled) routes.push(added);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof RouteTemplateError) malformed.push({ functionName, route, message });
      else errors.push({ functionName, message });
    }
  }
  return {
    routes,
    errors,
    malformed,
    ofPath(path) {
      const decoded = decodePath(path);
      return routes.find((route) => route.match(decoded));
    },
    find(method, path) {
      const decoded = decodePath(path);
      for (const route of routes) {
        if (route.methods.length > 0 && !route.methods.includes(method)) continue;
        const params = route.match(decoded);
        if (params) return { route, params };
      }
      return undefined;
    },
  };
}

function routeOf({ name, trigger: { route } }: HostFunction): string {
  return (typeof route === 'string' && route !== '' ? route : name).replace(/^\/+/, '');
}

function toRoute(target: HostFunction, route: string, routePrefix: string): HttpRoute {
  const { methods, authLevel } = target.trigger;
  if (/^admin/i.test(route))
    throw new Error('The specified route conflicts with one or more built in routes.');
  const template = routePrefix ? `${routePrefix}/${route}` : route;
  return {
    target,
    route,
    template,
    methods: Array.isArray(methods) ? methods.map((method) => String(method).toUpperCase()) : [],
    authLevel: toAuthLevel(authLevel),
    match: compileRoute(template),
  };
}

function toAuthLevel(value: unknown): AuthLevel {
  const level = String(value ?? 'function').toLowerCase();
  return level === 'anonymous' || level === 'admin' ? level : 'function';
}

function refuseConflict(added: HttpRoute, routes: readonly HttpRoute[]): void {
  const other = routes.find(
    ({ route, methods }) =>
      route.toLowerCase() === added.route.toLowerCase() &&
      (methods.length === 0 ||
        added.methods.length === 0 ||
        methods.some((method) => added.methods.includes(method))),
  );
  if (other)
    throw new Error(
      `The route specified conflicts with the route defined by function '${other.target.name}'.`,
    );
}
