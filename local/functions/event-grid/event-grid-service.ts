import type { Dispatcher } from '../dispatcher.ts';
import type { HostFunction } from '../host-function.ts';
import type { TriggerService } from '../trigger-service.ts';

/** Serves `app.eventGrid`: the webhook to which Event Grid, or somebody in its place, delivers events. */
export const eventGridService: TriggerService = {
  triggerType: 'eventgridtrigger',
  mount: ({ functions, dispatcher }) => ({
    prefix: '/runtime/webhooks/eventgrid',
    async fetch(request) {
      const name = new URL(request.url).searchParams.get('functionName') ?? '';
      const target = functions.find((each) => each.name.toLowerCase() === name.toLowerCase());
      if (!target) return new Response(`cannot find function: '${name}'`, { status: 404 });
      if (request.method === 'OPTIONS') return allowOrigin(request);
      return request.method === 'POST'
        ? deliver(dispatcher, target, request)
        : new Response(null, { status: 404 });
    },
  }),
};

/** The handshake of CloudEvents: the sender asks whether it may deliver. */
function allowOrigin(request: Request): Response {
  const origin = request.headers.get('webhook-request-origin') ?? '*';
  return new Response(null, {
    headers: { 'WebHook-Allowed-Origin': origin, 'WebHook-Allowed-Rate': '*' },
  });
}

async function deliver(dispatcher: Dispatcher, target: HostFunction, request: Request): Promise<Response> {
  const kind = request.headers.get('aeg-event-type')?.toLowerCase();
  if (kind === 'unsubscribe') return new Response(null, { status: 202 });
  if (kind !== 'notification' && kind !== 'subscriptionvalidation')
    return refuse('The header aeg-event-type must be Notification, SubscriptionValidation or Unsubscribe.');
  let events: unknown[];
  try {
    // Event Grid's own schema comes as an array, a cloud event alone.
    events = [(await request.json()) as unknown].flat();
  } catch {
    return refuse('The body is not valid JSON.');
  }
  if (kind === 'subscriptionvalidation')
    return Response.json({ validationResponse: dataOf(events[0])?.validationCode });
  const runs = events.map((event) =>
    dispatcher.dispatch(target, {
      trigger: { json: JSON.stringify(event) },
      triggerMetadata: { data: { json: JSON.stringify(dataOf(event) ?? null) } },
    }),
  );
  const failed = (await Promise.allSettled(runs)).some(({ status }) => status === 'rejected');
  // A failure makes Event Grid deliver the whole batch again.
  return new Response(null, { status: failed ? 500 : 202 });
}

function refuse(reason: string): Response {
  return new Response(reason, { status: 400 });
}

function dataOf(event: unknown): Record<string, unknown> | undefined {
  return (event as { data?: Record<string, unknown> } | undefined)?.data;
}
