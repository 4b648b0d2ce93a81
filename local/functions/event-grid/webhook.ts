/**
 * Answers what Event Grid, or somebody in its place, sends to an extension's webhook: both handshakes, and deliveries,
 * whose events go to `notify`.
 */
export async function answerWebhook(
  request: Request,
  notify: (events: unknown[]) => Promise<Response>,
): Promise<Response> {
  if (request.method === 'OPTIONS') return allowOrigin(request);
  if (request.method !== 'POST') return new Response(null, { status: 404 });
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
    return Response.json({ validationResponse: eventData(events[0])?.validationCode });
  return notify(events);
}

/** The `data` of an event of either schema. */
export function eventData(event: unknown): Record<string, unknown> | undefined {
  return (event as { data?: Record<string, unknown> } | undefined)?.data;
}

export function refuse(reason: string): Response {
  return new Response(reason, { status: 400 });
}

/** The handshake of CloudEvents: the sender asks whether it may deliver. */
function allowOrigin(request: Request): Response {
  const origin = request.headers.get('webhook-request-origin') ?? '*';
  return new Response(null, {
    headers: { 'WebHook-Allowed-Origin': origin, 'WebHook-Allowed-Rate': '*' },
  });
}
