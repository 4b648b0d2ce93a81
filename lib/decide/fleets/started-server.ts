import type { ActivityInput } from '../../../contract/activities.ts';
import type { Server } from '../../../contract/fleets.ts';
import { serverTransition } from './server-transition.ts';

/** A row after the start of its server has ended; undefined where it is somebody else's business already. */
export function startedServer(
  server: Server,
  start: ActivityInput<'noteStart'>['start'],
  at: string,
): Server | undefined {
  if (server.state !== 'creating') return undefined;
  if (start.kind === 'failed') {
    const { failure, message } = start;
    return { ...moved(server, 'failed', at), failure, message };
  }
  const { ip, fqdn, ready } = start;
  return {
    ...(ready ? moved(server, 'ready', at) : server),
    runningAt: server.runningAt ?? at,
    ...(ip === undefined ? {} : { ip }),
    ...(fqdn === undefined ? {} : { fqdn }),
  };
}

function moved(server: Server, to: Server['state'], at: string): Server {
  const transition = serverTransition(server, to, at);
  return transition.kind === 'legal' ? transition.server : server;
}
