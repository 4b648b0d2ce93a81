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

/**
 * The sessions that may be on a server, for whatever takes servers away: who falls silent may go on playing, so what it told last
 * holds for as long as players may stay on a server that is to go. Silence counts from `awakeSince` on only: before, the app may
 * have been away itself.
 */
export function sessionsKept(
  { allocated, beat }: Seen,
  rules: Rules & Pick<FleetSpec, 'drain'>,
  { awakeSince, now }: { awakeSince: string; now: string },
): number {
  const told = beat?.sessions ?? 0;
  if (!beat || told <= allocated) return allocated;
  const silentSince = Math.max(Date.parse(beat.at), Date.parse(awakeSince));
  const silence = (Date.parse(now) - silentSince) / 1_000;
  return silence <= freshSeconds(rules) + rules.drain.deadlineMinutes * 60 ? told : allocated;
}

function isFresh({ at }: ServerBeat, rules: Rules, now: string): boolean {
  return (Date.parse(now) - Date.parse(at)) / 1_000 <= freshSeconds(rules);
}

/** What a server reports of itself holds until it reports again, unless it has to show that it lives. */
function freshSeconds({ health, sessions, lookSeconds }: Rules): number {
  if (health.kind !== 'running') return health.everySeconds * (health.missed + 1);
  return sessions.kind === 'reported' ? Number.POSITIVE_INFINITY : lookSeconds * missedAnswers;
}
