import { BindingTemplate } from '../bindings/binding-template.ts';
import type { HostFunction } from '../host-function.ts';
import type { LogLevel } from '../log.ts';
import { resolveSettings } from '../settings/binding-expressions.ts';
import { poisonQueueName } from '../storage/queue-name.ts';
import { openListeners } from '../triggers/open-listeners.ts';
import { startOnBell } from '../triggers/start-on-bell.ts';
import type { RunningTrigger, TriggerContext, TriggerService } from '../triggers/trigger-service.ts';
import { queueDispatch } from './queue-dispatch.ts';
import { QueueListener } from './queue-listener.ts';

/** Serves `app.storageQueue`. */
export const queueService: TriggerService = {
  triggerType: 'queuetrigger',
  needsStorage: true,
  byHand: (target, input, { clock }) =>
    queueDispatch(
      { body: Buffer.from(input, 'utf8'), dequeueCount: 0 },
      target.trigger.dataType,
      clock.now(),
    ),
  start: (context) => openListeners(context, (target) => listen(context, target)),
};

async function listen(
  { clock, storage, dispatcher, log }: TriggerContext,
  target: HostFunction,
): Promise<RunningTrigger> {
  const { connection, dataType } = target.trigger;
  const name = resolveSettings(String(target.trigger.queueName ?? ''), storage.env);
  if (new BindingTemplate(name).hasExpressions)
    throw new Error(`The queue "${name}" of a trigger cannot depend on data; %SETTING% is possible.`);
  const { queue, setting, address } = await storage.queue(connection, name);
  const poisonName = poisonQueueName(queue.name);
  const poison = poisonName === undefined ? undefined : (await storage.queue(connection, poisonName)).queue;
  const say = (level: LogLevel, message: string): void =>
    log({ level, category: 'host', functionName: target.name, message });
  const listener = new QueueListener({
    queue,
    poisonQueueOf: () => poison,
    settings: storage.queueSettings,
    clock,
    log: say,
    async run(message) {
      say(
        'debug',
        `New queue message detected on '${queue.name}': ${message.id}, try ${message.dequeueCount}.`,
      );
      try {
        await dispatcher.dispatch(target, () => queueDispatch(message, dataType, clock.now()));
        return true;
      } catch {
        // The dispatcher has it in the log.
        return false;
      }
    },
    polled: (error) =>
      storage.outages.polled(error, { setting, address, what: 'queue triggers', name: queue.name }, say),
    missing: () =>
      say('information', `The queue '${queue.name}' does not exist yet; a trigger does not make it.`),
    poisoned: ({ name: poisoned }) => storage.queueBells.ring(poisoned),
  });
  return startOnBell(listener, storage.queueBells, queue.name);
}
