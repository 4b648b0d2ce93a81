import { plainName } from '../../lib/catalog/names.ts';
import { SlipwayError } from '../../lib/errors.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { knownFleet, viewOfServer } from './fleet-of-request.ts';
import { pageHtml, pagePolicy } from './page-html.ts';

/** However many players look, storage is asked once in such a time. */
const freshMs = 2_000;

/** Each takes the memory of one page. */
const mostRemembered = 200;

/** The servers of a fleet as a page for everybody, where the fleet wants that. It refreshes itself. */
export function fleetPage(deps: TriggerDependencies): HttpTrigger {
  const pages = new Map<string, { page: Promise<string>; until: number }>();
  const pageOf = (name: string): Promise<string> => {
    const now = deps.clock.now().getTime();
    const known = pages.get(name);
    if (known && known.until > now) return known.page;
    if (pages.size >= mostRemembered) pages.clear();
    const page = makePage(deps, name);
    pages.set(name, { page, until: now + freshMs });
    // What went wrong is tried again.
    page.catch(() => pages.delete(name));
    return page;
  };
  return {
    name: 'fleetPage',
    method: 'GET',
    route: 'fleets/{fleet}/page',
    authLevel: 'anonymous',
    operation: {
      id: 'showFleetPage',
      tag: 'Fleets',
      summary: 'Show the page of the servers of a fleet',
      visibility: 'advanced',
      answers: { 200: { description: 'A page that refreshes itself.', type: 'text/html' } },
      problems: ['fleet-unknown'],
    },
    async handle(request) {
      return {
        status: 200,
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'cache-control': 'no-cache',
          'content-security-policy': pagePolicy,
          'referrer-policy': 'no-referrer',
        },
        body: await pageOf(request.params.fleet ?? ''),
      };
    },
  };
}

/** Throws `fleet-unknown`, for fleets that are not listed as for those that there are not: nobody had to show a key. */
async function makePage(deps: TriggerDependencies, name: string): Promise<string> {
  const known = plainName.safeParse(name).success ? await knownFleet(deps, name) : undefined;
  const fleet = known?.definition.fleet;
  if (!known || !fleet?.spec.listed)
    throw new SlipwayError('fleet-unknown', `There is no page of a fleet "${name}".`);
  return pageHtml({
    title: name,
    servers: known.servers.map((found) => ({
      ...viewOfServer(deps, known, found),
      places: fleet.spec.sessionsPerServer,
    })),
    now: deps.clock.now().toISOString(),
  });
}
