import type { Context, Hono } from 'hono';
import { listEntities, readEntityState } from '../client/read-entities.ts';
import { signalEntity } from '../client/signal-entity.ts';
import { unknownFunctionText } from '../interpreter/refuse.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { bodyText } from './body-text.ts';
import { JsonTextError, readJson } from './lenient-json.ts';
import { Query } from './query.ts';
import { empty, json, noValue, problem } from './respond.ts';
import { decodedId } from './route-path.ts';

/** What the extension does not take as an entity's key in a signal. */
const badKey = /[/\\#?\p{Cc}]/u;

/** `entities`: read, list, signal, delete. */
export function entityRoutes(app: Hono, runtime: Runtime): void {
  const list = (context: Context): Response => {
    const query = new Query(context.req.url);
    const name = context.req.param('name');
    const from = query.time('lastOperationTimeFrom');
    const to = query.time('lastOperationTimeTo');
    const top = query.integer('top');
    const token = context.req.header('x-ms-continuation-token');
    const page = listEntities(runtime, {
      ...(name !== undefined && { name }),
      ...(from !== undefined && { lastOperationFromMs: from }),
      ...(to !== undefined && { lastOperationToMs: to }),
      ...(top !== undefined && { top }),
      ...(token && { continuationToken: token }),
      fetchState: query.flag('fetchState') ?? false,
    });
    return json(200, page.entities, { 'x-ms-continuation-token': page.continuationToken ?? '' });
  };
  app.get('/entities', list);
  app.get('/entities/:name', list);

  app.get('/entities/:name/:key', (context) => {
    const { name } = context.req.param();
    const key = decodedId(context.req.param('key'));
    // The empty key is read as `$`; a signal to `$` goes to another entity, here as on Azure.
    const found = readEntityState(runtime, { name, key: key === '$' ? '' : key });
    return found ? json(200, found.state) : empty(404);
  });

  const signal = async (context: Context): Promise<Response> => {
    const input = await inputOf(context);
    if (input instanceof Response) return input;
    return post(context, new Query(context.req.url).get('op') ?? '', input.text);
  };
  const post = async (context: Context, operation: string, input: string | null): Promise<Response> => {
    const name = context.req.param('name') ?? '';
    if (runtime.registered('entity', name) === undefined) {
      return problem(
        400,
        unknownFunctionText(name.toLowerCase(), 'entity', runtime.functions.names('entity')),
      );
    }
    const key = decodedId(context.req.param('key') ?? '');
    if (badKey.test(key)) {
      const rule = 'Entity keys must not contain /, \\, #, ?, or control characters.';
      return problem(400, `entityKey (Parameter '${rule}')`);
    }
    await signalEntity(runtime, { name, key }, operation, input);
    return empty(202);
  };
  app.post('/entities/:name', signal);
  app.post('/entities/:name/:key', signal);
  app.delete('/entities/:name', (context) => post(context, 'delete', null));
  app.delete('/entities/:name/:key', (context) => post(context, 'delete', null));
}

/** JSON as it is, any other text as a string of JSON. */
async function inputOf(context: Context): Promise<{ text: string | null } | Response> {
  const text = await bodyText(context);
  if (text === '') return { text: null };
  const mediaType = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') return { text: JSON.stringify(text) };
  try {
    const value = readJson(text, { firstOnly: true });
    return value === null ? notParsed(noValue(text)) : { text: value };
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    return notParsed(error.message);
  }
}

function notParsed(why: string): Response {
  return problem(400, `Could not parse JSON content: ${why}`);
}
