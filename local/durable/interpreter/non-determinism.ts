import { eventType, type Scheduling } from '../protocol/history-events.ts';
import type { Decision } from './decision.ts';
import { describeDecision, describeScheduling } from './describe-decision.ts';

/** The history has a call that the code no longer makes at this place. */
export class NonDeterminism extends Error {
  /** What differs, for the log. */
  readonly difference: string;
  /** Which of the code's actions it is, from 0; undefined when the code asks for nothing there. */
  readonly place: number | undefined;

  constructor(problem: string, difference: string, place: number | undefined) {
    super(`Non-Deterministic workflow detected: ${problem}`);
    this.name = 'NonDeterminism';
    this.difference = difference;
    this.place = place;
  }
}

/** The names that the Durable Task Framework has for the kinds of decisions. */
const frameworkName: Record<Decision['kind'], string> = {
  activity: 'ScheduleTaskOrchestratorAction',
  timer: 'CreateTimerOrchestratorAction',
  child: 'CreateSubOrchestrationAction',
  send: 'SendEventOrchestratorAction',
};

const question =
  'Was a change made to the orchestrator code after this instance had already started running?';

/** Compares what the history scheduled with what the code asks for under the same id, in the extension's words. */
export function checkReplay(
  event: Scheduling,
  decision: Decision | undefined,
  place: number | undefined,
): void {
  const problem = problemWith(event, decision);
  if (problem === undefined) return;
  const actual = decision ? describeDecision(decision) : 'nothing';
  const difference = `Number ${event.EventId} of the history is ${describeScheduling(event)}; the code asks for ${actual}.`;
  throw new NonDeterminism(problem, difference, place);
}

function problemWith(event: Scheduling, decision: Decision | undefined): string | undefined {
  const before = 'A previous execution of this orchestration scheduled';
  const missing = "but the current replay execution hasn't (yet?) scheduled this task.";
  const id = event.EventId;
  switch (event.EventType) {
    case eventType.taskScheduled: {
      const what = `${before} an activity task with sequence`;
      if (!decision) return `${what} ID ${id} and name '${event.Name}' (version ''), ${missing} ${question}`;
      const other = `${what} number ${id} named '${event.Name}', but the current orchestration replay instead`;
      if (decision.kind !== 'activity') {
        return `${other} produced a ${frameworkName[decision.kind]} action with this sequence number. ${question}`;
      }
      if (same(event.Name, decision.name)) return undefined;
      return `${other} scheduled an activity task named '${decision.name}' with this sequence number.  ${question}`;
    }
    case eventType.timerCreated: {
      const what = `${before} a timer task with sequence number ${id}`;
      if (!decision) return `${what} ${missing} ${question}`;
      if (decision.kind === 'timer') return undefined;
      return `${what} named but the current orchestration replay instead produced a ${frameworkName[decision.kind]} action with this sequence number. ${question}`;
    }
    case eventType.childCreated: {
      const what = `${before} a sub-orchestration task with sequence ID ${id} and name '${event.Name}' (version '${event.Version ?? ''}', instance ID '${event.InstanceId}'),`;
      if (!decision) return `${what} ${missing} ${question}`;
      const other = `${what} but the current orchestration replay instead`;
      if (decision.kind !== 'child') {
        return `${other} produced a ${frameworkName[decision.kind]} action at this sequence number. ${question}`;
      }
      if (same(event.Name, decision.name)) return undefined;
      return `${other} scheduled a sub-orchestration task with name ${decision.name} at this sequence number. ${question}`;
    }
    case eventType.eventSent: {
      const what = `${before} a send event task with sequence ID ${id}, type 'EventSent', name '${event.Name}', instance ID '${event.InstanceId}',`;
      if (!decision) return `${what} ${missing} ${question}`;
      const other = `${what} but the current orchestration replay instead scheduled a`;
      if (decision.kind !== 'send') {
        return `${other} ${frameworkName[decision.kind]} task at this sequence number. ${question}`;
      }
      if (same(event.Name, decision.name)) return undefined;
      return `${other} send event task with name ${decision.name} at this sequence number. ${question}`;
    }
  }
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
