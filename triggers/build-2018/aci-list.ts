import type { HttpResponseInit } from '@azure/functions';
import { sessionsShown } from '../../lib/decide/fleets/server-view.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import { pageHtml, pagePolicy } from '../fleets/page-html.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { call2018 } from './call-2018.ts';
import { refresh2018 } from './refresh-2018.ts';
import { listed2018, type Server2018, stateOf2018 } from './servers-2018.ts';

/** It asks for no key, so that Azure and the storage are asked once in such a time, however many look. */
const freshMs = 5_000;

/** The servers that run, as JSON; with `html` in the query as a page. */
export function aciList(deps: TriggerDependencies): HttpTrigger {
  let remembered: { servers: Promise<Server2018[]>; until: number } | undefined;
  const servers = (): Promise<Server2018[]> => {
    const now = deps.clock.now().getTime();
    if (remembered && remembered.until > now) return remembered.servers;
    const read = refresh2018(deps).then(() => listed2018(deps));
    remembered = { servers: read, until: now + freshMs };
    read.catch(() => {
      remembered = undefined;
    });
    return read;
  };
  return call2018({
    name: 'ACIList',
    id: 'aciList',
    summary: 'List the servers that run, as in 2018',
    authLevel: 'anonymous',
    refusal: '',
    async answer(_body, request): Promise<HttpResponseInit> {
      const { clock, settings } = deps;
      const now = clock.now().toISOString();
      const running = (await servers())
        .filter(({ server }) => stateOf2018(server.state) === 'Running' && server.ip !== undefined)
        .map((one) => ({ ...one, sessions: sessionsShown(one, one.fleet, now) }));
      if (request.query.get('html')) {
        const shown = running.map(({ server, sessions, fleet }) => ({
          ...server,
          sessions,
          address: server.ip ?? null,
          places: fleet?.spec.sessionsPerServer,
        }));
        return {
          status: 200,
          headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': pagePolicy },
          body: pageHtml({ title: 'Servers', servers: shown, now }),
        };
      }
      const rows = running.map(({ server, sessions }) => ({
        ResourceGroup: settings.resourceGroup,
        ContainerGroupName: server.name,
        PublicIP: server.ip,
        ActiveSessions: sessions,
        Location: server.region,
      }));
      return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(rows) };
    },
  });
}
