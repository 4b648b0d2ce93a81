import { urlOnServer } from '../../lib/decide/fleets/url-on-server.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

const timeoutSeconds = 10;

/** A server that does not take the notice sees it in the answers to its heartbeats, too. */
export function noticeDrain({
  fleetDefinitions,
  fleetServers,
  serverCalls,
}: ActivityDependencies): ActivityHandlers['noticeDrain'] {
  return async ({ fleet: name, server }, { log }) => {
    const { fleet } = await fleetDefinitions.read(name);
    const row = (await fleetServers.read(name, server))?.server;
    const notice = fleet?.spec.drain.notice;
    if (!notice || row?.state !== 'draining' || row.ip === undefined) return { kind: 'none' };
    const { reason, deadline } = row.drain ?? { reason: 'request' };
    const body = { server, reason, ...(deadline === undefined ? {} : { deadline }) };
    const called = await serverCalls.post(urlOnServer(row.ip, notice), body, timeoutSeconds);
    if (called.kind === 'done') return { kind: 'noticed' };
    log(`server ${server}: did not take the notice of its drain: ${called.message}`);
    return called;
  };
}
