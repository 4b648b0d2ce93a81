import type { Dispatcher } from '../dispatcher.ts';
import type { HostFunction } from '../host-function.ts';
import type { TriggerService } from '../triggers/trigger-service.ts';
import { answerWebhook, empty, eventData, functionNameIn, text } from './webhook.ts';

/** Serves `app.eventGrid`: the webhook to which Event Grid, or somebody in its place, delivers events. */
export const eventGridService: TriggerService = {
  triggerType: 'eventgridtrigger',
  mount: ({ functions, dispatcher }) => ({
    prefix: '/runtime/webhooks/eventgrid',
    async fetch(request) {
      const name = functionNameIn(request);
      const target = functions.find((each) => each.name === name);
      if (!target) return text(404, `cannot find function: '${name}'`);
      return answerWebhook(request, (events) => deliver(dispatcher, target, events));
    },
  }),
};

async function deliver(dispatcher: Dispatcher, target: HostFunction, events: unknown[]): Promise<Response> {
  const runs = events.map((event) =>
    dispatcher.dispatch(target, {
      trigger: { json: JSON.stringify(event) },
      triggerMetadata: { data: { json: JSON.stringify(eventData(event) ?? null) } },
    }),
  );
  const failed = (await Promise.allSettled(runs)).some(({ status }) => status === 'rejected');
  // A failure makes Event Grid deliver the whole batch again.
  return failed ? text(500, `Exception while executing function: Functions.${target.name}`) : empty(202);
}
