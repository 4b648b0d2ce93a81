/**
 * Answers what Event Grid, or somebody in its place, sends to an extension's webhook: both handshakes, and deliveries,
 * whose events go to `notify`. The kind of a delivery counts, not its method.
 */
export async function answerWebhook(
  request: Request,
  notify: (events: unknown[]) => Promise<Response>,
): Promise<Response> {
  if (request.method === 'OPTIONS') return allowOrigin(request);
  const kind = request.headers.get('aeg-event-type')?.toLowerCase();
  if (kind === 'unsubscribe') return empty(202);
  if (kind !== 'notification' && kind !== 'subscriptionvalidation')
    return refuse('The header aeg-event-type must be Notification, SubscriptionValidation or Unsubscribe.');
  const events = await eventsIn(request);
  if (!events) return text(500, 'The body is neither a JSON object nor a list of them.');
  if (kind === 'notification') return notify(events);
  const validationResponse = eventData(events[0])?.validationCode;
  return validationResponse === undefined ? empty(500) : text(200, JSON.stringify({ validationResponse }));
}

/** The function that a webhook's address names; the real one reads the key in any case, the name only as it is. */
export function functionNameIn(request: Request): string {
  for (const [key, value] of new URL(request.url).searchParams)
    if (key.toLowerCase() === 'functionname') return value;
  return '';
}

/** The `data` of an event of either schema. */
export function eventData(event: unknown): Record<string, unknown> | undefined {
  return (event as { data?: Record<string, unknown> } | undefined)?.data;
}

export function refuse(reason: string): Response {
  return text(400, reason);
}

export function text(status: number, body: string): Response {
  return new Response(body, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}

export function empty(status: number): Response {
  return new Response(null, { status, headers: { 'Content-Length': '0' } });
}

/** Event Grid's own schema comes as an array, a cloud event alone. */
async function eventsIn(request: Request): Promise<unknown[] | undefined> {
  try {
    const body: unknown = await request.json();
    return body !== null && typeof body === 'object' ? [body].flat() : undefined;
  } catch {
    return undefined;
  }
}

/** The handshake of CloudEvents: the sender asks whether it may deliver. */
function allowOrigin(request: Request): Response {
  const origin = request.headers.get('webhook-request-origin') ?? 'eventgrid.azure.net';
  return new Response(null, { headers: { 'WebHook-Allowed-Origin': origin, 'Content-Length': '0' } });
}
