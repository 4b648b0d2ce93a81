import { decodePath } from './decode-path.ts';
import type { HttpRoute } from './route-table.ts';

/**
 * Functions that never get a path of their own route, as a function before them in the alphabet takes it. Each is proved
 * by that path: the route itself, with every value in braces replaced by a word.
 */
export function shadowedRoutes(routes: readonly HttpRoute[]): { functionName: string; message: string }[] {
  return routes.flatMap((route, index) => {
    const path = decodePath(`/${samplePath(route.template)}`);
    if (!route.match(path)) return [];
    const winner = routes
      .slice(0, index)
      .find((other) => sharesMethod(other, route) && other.match(path) !== undefined);
    if (!winner) return [];
    return [
      {
        functionName: route.target.name,
        message: `The route '${route.route}' of '${route.target.name}' overlaps with '${winner.route}' of '${winner.target.name}', which takes requests for both, here as on Azure: the host goes by the alphabet of the functions' names. Give them routes that don't overlap.`,
      },
    ];
  });
}

function samplePath(template: string): string {
  return template
    .split('/')
    .map((segment) => segment.replaceAll(/\{[^}]*\}/g, 'sample'))
    .join('/');
}

function sharesMethod(one: HttpRoute, other: HttpRoute): boolean {
  return (
    one.methods.length === 0 ||
    other.methods.length === 0 ||
    one.methods.some((method) => other.methods.includes(method))
  );
}
