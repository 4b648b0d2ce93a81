import { type DurableEngine, eventType } from '../../../../local/durable/index.ts';

const letters = new Map<number, string>([
  [eventType.taskScheduled, 'a'],
  [eventType.timerCreated, 't'],
  [eventType.childCreated, 's'],
  [eventType.eventSent, 'e'],
]);

/** What an execution has scheduled, in the order of the history: a activity, t timer, s child, e message; with ids. */
export function scheduled(engine: DurableEngine, instanceId: string): string {
  return (engine.history(instanceId) ?? [])
    .flatMap((event) => {
      const letter = letters.get(event.EventType);
      return letter === undefined ? [] : [`${letter}${event.EventId}`];
    })
    .join(' ');
}

/** How many turns an execution has had. */
export function turns(engine: DurableEngine, instanceId: string): number {
  return (engine.history(instanceId) ?? []).filter(
    (event) => event.EventType === eventType.orchestratorStarted,
  ).length;
}
