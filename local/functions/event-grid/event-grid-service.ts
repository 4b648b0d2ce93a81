import type { Dispatcher } from '../dispatcher.ts';
import type { HostFunction } from '../host-function.ts';
import type { TriggerService } from '../trigger-service.ts';
import { answerWebhook, eventData } from './webhook.ts';

/** Serves `app.eventGrid`: the webhook to which Event Grid, or somebody in its place, delivers events. */
export const eventGridService: TriggerService = {
  triggerType: 'eventgridtrigger',
  mount: ({ functions, dispatcher }) => ({
    prefix: '/runtime/webhooks/eventgrid',
    async fetch(request) {
      const name = new URL(request.url).searchParams.get('functionName') ?? '';
      const target = functions.find((each) => each.name.toLowerCase() === name.toLowerCase());
      if (!target) return new Response(`cannot find function: '${name}'`, { status: 404 });
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
  return new Response(null, { status: failed ? 500 : 202 });
}
