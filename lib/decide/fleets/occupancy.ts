import type { FleetSpec, ServerBeat } from '../../../contract/fleets.ts';

type Seen = { allocated: number; beat?: ServerBeat };
type Rules = Pick<FleetSpec, 'health' | 'sessions' | 'lookSeconds'>;

/** So many answers of a game may be missing before its last count of players says nothing. */
const missedAnswers = 4;

/** The sessions on a server: those that were promised, or those that it tells of, whichever are more. */
export function sessionsOn({ allocated, beat }: Seen, rules: Rules, now: string): number {
  const told = beat?.sessions ?? 0;
  return beat && told > allocated && isFresh(beat, rules, now) ? told : allocated;
}

/** A server with sessions is never chosen to go. */
export function isOccupied(server: Seen, rules: Rules, now: string): boolean {
  return sessionsOn(server, rules, now) > 0;
}

/** What a server reports of itself holds until it reports again, unless it has to show that it lives. */
function isFresh({ at }: ServerBeat, { health, sessions, lookSeconds }: Rules, now: string): boolean {
  const age = (Date.parse(now) - Date.parse(at)) / 1_000;
  if (health.kind !== 'running') return age <= health.everySeconds * (health.missed + 1);
  return sessions.kind === 'reported' || age <= lookSeconds * missedAnswers;
}
