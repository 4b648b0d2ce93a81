import type { Server } from '../../../contract/fleets.ts';
import { serverTransition } from './server-transition.ts';

/** A server that somebody wants to go when it is empty, or at a deadline (ISO). `leaving`: its group is being deleted already. */
export function drainOnRequest(
  server: Server,
  { now, deadline }: { now: string; deadline?: string },
): { kind: 'draining'; server: Server } | { kind: 'leaving' } | { kind: 'illegal'; message: string } {
  if (server.drain?.leavingAt) return { kind: 'leaving' };
  const moved = serverTransition(server, 'draining', now);
  if (moved.kind === 'illegal') return moved;
  const drain = { reason: 'request' as const, ...(deadline === undefined ? {} : { deadline }) };
  return { kind: 'draining', server: { ...moved.server, drain } };
}
