import type { Context, Hono } from 'hono';
import { findStatus } from '../client/find-status.ts';
import { InstanceExists, type StartOptions, startOrchestration } from '../client/start-orchestration.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { isFinal } from '../store/instance-row.ts';
import { bodyText } from './body-text.ts';
import { JsonTextError, readJson } from './lenient-json.ts';
import { Query } from './query.ts';
import { json, notJson, problem } from './respond.ts';
import { decodedId } from './route-path.ts';
import { managementUrls } from './urls.ts';

/** Seconds after which a caller who started an instance should ask for its status. */
const retryAfterStart = '10';

/** `POST orchestrators/{name}[/{id}]`, with a time to wait for the end or without. */
export function startRoutes(app: Hono, runtime: Runtime, systemKey: () => string | undefined): void {
  const start = async (context: Context): Promise<Response> => {
    const { url } = context.req;
    const query = new Query(url);
    const timeout = query.number('timeout');
    const interval = query.number('pollingInterval');
    const body = await inputOf(context, runtime);
    if (body instanceof Response) return body;
    if (timeout !== undefined && interval !== undefined && interval > timeout) {
      return problem(400, `Total timeout ${timeout} should be bigger than retry timeout ${interval}`);
    }
    const id = context.req.param('id');
    const version = query.get('version');
    const options: StartOptions = {
      input: body.input,
      ...(id !== undefined && { instanceId: decodedId(id) }),
      ...(version && { version }),
    };
    try {
      const started = await startOrchestration(runtime, context.req.param('name') ?? '', options);
      if (timeout !== undefined && interval !== undefined) {
        const answer = await ended(runtime, started, timeout * 1000, interval * 1000);
        if (answer) return answer;
      }
      return startedResponse(runtime, url, started, systemKey());
    } catch (error) {
      if (error instanceof InstanceExists) return problem(409, error.message);
      throw error;
    }
  };
  app.post('/orchestrators/:name', start);
  app.post('/orchestrators/:name/:id', start);
}

/** 202 with the URLs by which the new instance is managed. */
export function startedResponse(
  runtime: Runtime,
  requestUrl: string,
  instanceId: string,
  systemKey: string | undefined,
): Response {
  const urls = { origin: new URL(requestUrl).origin, ...(systemKey && { systemKey }) };
  const { rewindPostUri: _, ...shown } = managementUrls(runtime.settings, urls, instanceId);
  // A header's URL goes through .NET's Uri, which takes needless escapes back.
  const location = shown.statusQueryGetUri.replaceAll('%7E', '~');
  return json(202, shown, { location, 'retry-after': retryAfterStart });
}

async function inputOf(context: Context, runtime: Runtime): Promise<{ input: string | null } | Response> {
  const text = await bodyText(context);
  if (text === '') {
    const headers = context.req.raw.headers;
    if (!headers.has('content-length') && !headers.has('transfer-encoding')) {
      runtime.log({
        level: 'warning',
        trap: 'noContentLength',
        message:
          'A start came with neither a body nor a Content-Length: here its input is null, on Azure the instance would fail at its first turn. Send a body.',
      });
    }
    return { input: null };
  }
  try {
    return { input: readJson(text) };
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    return error.kind === 'malformed' ? notJson(text, error) : unfinished(error);
  }
}

/** A body that ends too early is another error there, and the server's. */
function unfinished({ kind, message }: JsonTextError): Response {
  const isBare = message.startsWith('Error reading');
  const what = isBare ? 'reading JSON' : 'deserializing object';
  const problems = {
    unfinishedObject: {
      type: 'Newtonsoft.Json.JsonSerializationException',
      message: message.replace(/^.*?\. /, `Unexpected end when ${what}. `),
    },
    unfinishedArray: {
      type: 'Newtonsoft.Json.JsonWriterException',
      message: "Unexpected end when reading token. Path ''.",
    },
  };
  if (kind === 'malformed') return notJson('', undefined);
  return problem(500, 'Something went wrong while processing your request', problems[kind]);
}

/** The answer once the instance has ended; undefined when it has not within the time. */
async function ended(
  runtime: Runtime,
  instanceId: string,
  timeoutMs: number,
  intervalMs: number,
): Promise<Response | undefined> {
  const { clock } = runtime;
  const deadline = clock.now() + timeoutMs;
  for (;;) {
    const status = findStatus(runtime, instanceId);
    if (status?.runtimeStatus === 'Completed') return json(200, status.output);
    if (status && isFinal(status.runtimeStatus)) return json(200, status);
    if (clock.now() >= deadline) return undefined;
    const next = Math.min(clock.now() + intervalMs, deadline);
    await new Promise<void>((resolve) => clock.at(next, resolve));
  }
}
