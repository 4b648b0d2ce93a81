import type { ContainerRunRequest, ContainerRunStatus, LogSource } from '../../contract/container-runs.ts';
import type { ContainerGroupSpec } from '../../contract/container-specs.ts';
import type { RunRecord } from '../../contract/runs.ts';
import { isAlive } from '../decide/is-alive.ts';
import { longestFollowMs } from '../longest-follow.ts';
import type { Clock } from '../ports/clock.ts';
import type { LogName } from '../ports/run-documents.ts';
import type { Runs } from '../ports/runs.ts';
import { captureLog, type LogPorts, logName } from './capture-log.ts';

export type LogQuestion = {
  /** The run of the containers. */
  runId: string;
  /** All of them when absent. */
  container?: string | undefined;
  /** Only so many lines of what there is at the beginning. */
  tailLines?: number | undefined;
};

export type LogFollower = LogPorts & { clock: Clock; pause(ms: number): Promise<void> };

const pauseMs = 1_000;

/** Who has left is noticed only when something is told, so silent containers are asked less and less often. */
const longestPauseMs = 5_000;

/** A service that gives no log is not waited for longer than this when the run has ended. */
const mostRoundsAfterEnd = 10;

/** Of each log, where only its last lines are asked for. */
const mostTailChars = 4 * 1_024 * 1_024;

/** What there is of a run's logs, attempt by attempt. Those of containers that still run are read from the service first. */
export async function readLogs(ports: LogPorts, runs: Runs, question: LogQuestion): Promise<string> {
  const reader = logReader(ports, question);
  await reader.capture(await runs.read(question.runId));
  return reader.next();
}

/**
 * The logs of a run as they grow, until the run has ended and all is told, or the longest time is over. The archive is the one
 * truth: what is new at the service is archived, once a second while somebody looks, and then read from there.
 */
export async function* followLogs(
  ports: LogFollower,
  runs: Runs,
  question: LogQuestion,
): AsyncGenerator<string> {
  const reader = logReader(ports, question);
  let roundsLeft = mostRoundsAfterEnd;
  let silentRounds = 0;
  const endsAt = ports.clock.now().getTime() + longestFollowMs;
  for (;;) {
    // Before the reading: what is written until a run ends is there when it has ended.
    const goesOn = isAlive(await runs.stateOf(question.runId));
    const captured = await reader.capture(await runs.read(question.runId));
    const text = await reader.next();
    silentRounds = text === '' ? silentRounds + 1 : 0;
    if (text !== '') yield text;
    if (!goesOn && (captured || roundsLeft-- === 0)) return;
    if (ports.clock.now().getTime() >= endsAt) return;
    await ports.pause(Math.min(pauseMs * 1.05 ** silentRounds, longestPauseMs));
  }
}

/** Reads the archived logs of a run on from where it came to. */
function logReader(ports: LogPorts, { runId, container, tailLines }: LogQuestion) {
  const { documents } = ports;
  const positions = new Map<string, number>();
  /** Of whom was told last, and whether in the middle of a line. */
  let heading = '';
  let isInLine = false;
  let isFirst = true;

  const isAsked = (log: LogName): boolean =>
    container === undefined || (log.container ?? container) === container;

  const added = async (log: LogName): Promise<string> => {
    const key = `${log.attempt}/${log.container ?? ''}`;
    const position = positions.get(key) ?? 0;
    const { text, bytes } =
      isFirst && tailLines !== undefined
        ? await documents.readLogTail(log, mostTailChars)
        : await documents.readLogFrom(log, position);
    positions.set(key, bytes);
    if (text === '' || log.container === undefined || container !== undefined) return text;
    const own = `==> ${log.container} (attempt ${log.attempt}) <==\n`;
    const opening = own === heading ? '' : `${isInLine ? '\n' : ''}${own}`;
    heading = own;
    isInLine = !text.endsWith('\n');
    return `${opening}${text}`;
  };

  return {
    /** Archives what is new at the service; whether all of it is. */
    async capture(record: RunRecord | undefined): Promise<boolean> {
      const source = record && logSource(record);
      if (!source) return true;
      const captures = source.containers
        .map((name) => ({ group: source.group, container: name, log: logName(source, name) }))
        .filter(({ log }) => isAsked(log))
        .map((each) => captureLog(ports, each));
      return (await Promise.allSettled(captures)).every(({ status }) => status === 'fulfilled');
    },

    /** What was archived since the last time. */
    async next(): Promise<string> {
      let text = '';
      for (const log of await documents.listLogs(runId)) if (isAsked(log)) text += await added(log);
      const shown = isFirst && tailLines !== undefined ? lastLines(text, tailLines) : text;
      isFirst = false;
      return shown;
    },
  };
}

/** The containers of the last attempt of a run; undefined before there was one. */
function logSource({ id, input, customStatus }: RunRecord): LogSource | undefined {
  const { spec } = (input ?? {}) as Partial<ContainerRunRequest>;
  const { group, attempt, state } = (customStatus ?? {}) as Partial<ContainerRunStatus>;
  if (!spec || group === undefined || attempt === undefined || state === 'queued' || state === 'creating')
    return undefined;
  return { group, runId: id, attempt, containers: containerNames(spec) };
}

/** Init containers first. */
export function containerNames({ containers, initContainers = [] }: ContainerGroupSpec): string[] {
  return [...initContainers, ...containers].map(({ name }) => name);
}

function lastLines(text: string, count: number): string {
  if (count === 0) return '';
  let start = text.endsWith('\n') ? text.length - 1 : text.length;
  for (let line = 0; line < count; line++) {
    start = text.lastIndexOf('\n', start - 1);
    if (start <= 0) return start === 0 && line + 1 === count ? text.slice(1) : text;
  }
  return text.slice(start + 1);
}
