import type { Context, Hono } from 'hono';
import { findStatus } from '../client/find-status.ts';
import { purgeInstance } from '../client/purge.ts';
import {
  type Delivery,
  deliveryTo,
  noteMissingData,
  raiseEvent,
  resume,
  suspend,
  terminate,
} from '../client/send-to-instance.ts';
import { dotNetJson, wellFormedJson } from '../protocol/dot-net-json.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { isFinal } from '../store/instance-row.ts';
import { bodyText } from './body-text.ts';
import { JsonTextError, readJson } from './lenient-json.ts';
import { Query } from './query.ts';
import { empty, json, notJson, problem } from './respond.ts';
import { decodedId } from './route-path.ts';

/** Seconds after which a caller should ask for an unfinished instance's status again. */
const retryAfterStatus = '5';

/** The routes of one instance: status, purge, events, terminate, suspend, resume. */
export function instanceRoutes(app: Hono, runtime: Runtime): void {
  app.get('/instances/:id', (context) => status(runtime, context.req.url, idOf(context)));

  app.delete('/instances/:id', async (context) => {
    const id = idOf(context);
    const purge = await purgeInstance(runtime, id);
    if (purge.kind === 'missing') return empty(404);
    if (purge.kind === 'purged') return json(200, { instancesDeleted: purge.instances });
    const text = `Only orchestrations in a terminal state can be purged, but the orchestration with instance ID ${id} has status ${purge.status}`;
    return json(412, text);
  });

  app.post('/instances/:id/raiseevent/:event', async (context) => {
    const id = idOf(context);
    const delivery = deliveryTo(runtime, id);
    if (delivery.kind !== 'accepted') return answer(delivery, id, 'raise an event to');
    const mediaType = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
    const text = await bodyText(context);
    if (mediaType !== 'application/json') {
      return problem(400, 'Only application/json request content is supported');
    }
    const name = decodedId(context.req.param('event'));
    try {
      const data = readJson(text, { firstOnly: true });
      if (data === null) {
        noteMissingData(runtime, id, name);
        return notJson(text, undefined);
      }
      return answer(
        await raiseEvent(runtime, id, name, dotNetJson(wellFormedJson(data))),
        id,
        'raise an event to',
      );
    } catch (error) {
      if (!(error instanceof JsonTextError)) throw error;
      return notJson(text, error);
    }
  });

  const controls = { terminate, suspend, resume };
  for (const [word, send] of Object.entries(controls)) {
    app.post(`/instances/:id/${word}`, async (context) => {
      const id = idOf(context);
      const reason = new Query(context.req.url).get('reason') ?? null;
      return answer(await send(runtime, id, reason), id, word);
    });
  }
}

function idOf(context: Context): string {
  return decodedId(context.req.param('id') ?? '');
}

function status(runtime: Runtime, url: string, instanceId: string): Response {
  const query = new Query(url);
  const body = findStatus(runtime, instanceId, {
    showHistory: query.flag('showHistory') ?? false,
    showHistoryOutput: query.flag('showHistoryOutput') ?? false,
    showInput: query.flag('showInput') ?? true,
  });
  if (!body) return empty(404);
  if (!isFinal(body.runtimeStatus)) {
    return json(202, body, { location: url, 'retry-after': retryAfterStatus });
  }
  const isServerError =
    body.runtimeStatus === 'Failed' && query.flag('returnInternalServerErrorOnFailure') === true;
  return json(isServerError ? 500 : 200, body);
}

function answer(delivery: Delivery, instanceId: string, verb: string): Response {
  switch (delivery.kind) {
    case 'accepted':
      return empty(202);
    case 'missing':
      return empty(404);
    case 'ended':
      return empty(410);
    case 'refused':
      return problem(500, 'Something went wrong while processing your request', {
        type: 'System.InvalidOperationException',
        message: `Cannot ${verb} the orchestration instance ${instanceId} because instance is in the ${delivery.status} state.`,
      });
  }
}
