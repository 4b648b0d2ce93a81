import type { Server, ServerState } from '../../../contract/fleets.ts';

/** Where a server may go from each state. */
const next: Record<ServerState, readonly ServerState[]> = {
  creating: ['ready', 'draining', 'failed', 'gone'],
  ready: ['allocated', 'draining', 'unhealthy', 'failed', 'gone'],
  allocated: ['ready', 'draining', 'unhealthy', 'failed', 'gone'],
  // Reclaimed, when load returns before its group is deleted.
  draining: ['ready', 'allocated', 'failed', 'gone'],
  // It may show signs of life again.
  unhealthy: ['ready', 'allocated', 'draining', 'failed', 'gone'],
  failed: ['gone'],
  gone: [],
};

export type ServerTransition = { kind: 'legal'; server: Server } | { kind: 'illegal'; message: string };

/** A server in another state from `at` on; staying in a state keeps its time. */
export function serverTransition(server: Server, to: ServerState, at: string): ServerTransition {
  const { name, state, since } = server;
  if (to === state) return { kind: 'legal', server };
  if (!next[state].includes(to))
    return { kind: 'illegal', message: `Server "${name}" is ${state}, so it can't become ${to}.` };
  return { kind: 'legal', server: { ...server, state: to, since: { ...since, [to]: at } } };
}

/** In which state a server is that can take sessions. */
export function openState(sessions: number): 'ready' | 'allocated' {
  return sessions > 0 ? 'allocated' : 'ready';
}
