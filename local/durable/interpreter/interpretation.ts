import type { LogEntry, TrapName } from '../log.ts';
import type { EventRaised } from '../protocol/history-events.ts';
import type { EngineSettings } from '../settings.ts';
import type { Decision } from './decision.ts';

/** What an interpretation has to know of the instance. */
export type OrchestrationFacts = {
  instanceId: string;
  executionId: string;
  name: string;
  parentInstanceId: string | null;
};

/** What an interpretation has to know of the host. */
export type Rules = {
  settings: EngineSettings;
  /** Whether a function of this kind is registered; the case of the name does not matter. */
  knows(kind: 'orchestration' | 'activity' | 'entity', name: string): boolean;
  /** All that are registered, for texts. */
  names?(kind: 'orchestration' | 'activity' | 'entity'): readonly string[];
};

export type Note = { trap: TrapName; level: LogEntry['level']; message: string; place?: number };

/** What a turn's answer comes to. */
export type Interpretation = {
  /** In the order of their ids. */
  decisions: Decision[];
  /** Which of the code's actions they belong to. */
  freshPlaces: ReadonlySet<number>;
  /** Every action that was asked for has settled. */
  finished: boolean;
  /** Activities, children and timers that have not ended; the instance can't end before them. */
  open: readonly Decision[];
  /** Which of the code's actions the first of them belongs to. */
  openPlace: number | undefined;
  /** How many external events or entity replies are awaited. */
  waits: number;
  /** Set when the code continued as new: the input of the next execution as JSON text. */
  continued?: { input: string | null };
  /** Events that the next execution gets. */
  carried: EventRaised[];
  /** Events that nobody awaited; they end with the execution. */
  unawaited: EventRaised[];
  /** Locks still held at the end, as the messages that free them. */
  releases: Decision[];
  notes: Note[];
  /** The host refused a call, so the code waits for it for ever. */
  refused: boolean;
};
