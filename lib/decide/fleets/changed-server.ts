import type { Server, ServerChange } from '../../../contract/fleets.ts';
import { serverTransition } from './server-transition.ts';

/**
 * A row as a decision wants it. Undefined where the row is no longer as it was seen: whoever changed it knew more. A server
 * that has places promised goes by a deadline only, and none comes back that is being taken away.
 */
export function changedServer(server: Server, change: ServerChange, at: string): Server | undefined {
  const { from, to, ip, fqdn, message, failure, drain } = change;
  if (server.state !== from) return undefined;
  if (drain && drain.deadline === undefined && server.allocated > 0) return undefined;
  if (from === 'draining' && to !== 'failed' && server.drain?.leavingAt !== undefined) return undefined;
  const transition = serverTransition(server, to, at);
  if (transition.kind === 'illegal') return undefined;

  const { drain: before, message: said, ...rest } = transition.server;
  const kept = to === 'draining' || to === 'failed' ? (drain ?? before) : undefined;
  const words = message ?? (to === from ? said : undefined);
  return {
    ...rest,
    ...(ip === undefined ? {} : { ip }),
    ...(fqdn === undefined ? {} : { fqdn }),
    ...(failure === undefined ? {} : { failure }),
    ...(kept === undefined ? {} : { drain: kept }),
    ...(words === undefined ? {} : { message: words }),
  };
}
