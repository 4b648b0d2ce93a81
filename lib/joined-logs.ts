import type { LogName } from './ports/run-documents.ts';

/** The logs of a run as one text: attempts in order. Where an attempt has several containers, each log has a heading, as of `tail`. */
export function joinedLogs(logs: ReadonlyArray<Omit<LogName, 'runId'> & { text: string }>): string {
  return [...logs]
    .sort(byAttempt)
    .map(({ attempt, container, text }) =>
      container === undefined ? text : `==> ${container} (attempt ${attempt}) <==\n${endedLine(text)}`,
    )
    .join('');
}

/** Attempts in order, and containers by name. */
export function byAttempt(one: Omit<LogName, 'runId'>, other: Omit<LogName, 'runId'>): number {
  return one.attempt - other.attempt || (one.container ?? '').localeCompare(other.container ?? '');
}

function endedLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
