import { once } from 'node:events';
import http from 'node:http';
import type { Duplex, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** What the engine refused, in its own words. */
export class EngineError extends Error {
  /** Undefined when the engine did not answer. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.name = 'EngineError';
    this.status = status;
  }
}

export type EngineRequest = {
  query?: Record<string, string | undefined>;
  /** Sent as JSON, or as it comes. */
  body?: object | Readable;
  headers?: Record<string, string>;
  signal?: AbortSignal;
};

/**
 * The Docker API on the engine's Unix socket, without a version in its paths: engines answer the newest that they have, and what is
 * used here is the same in all since 2020. It is a few calls of HTTP; the client libraries for it bring SSH and gRPC along.
 */
export class EngineApi {
  readonly socketPath: string;

  constructor(socketPath: string) {
    this.socketPath = socketPath;
  }

  /** The JSON of an answer. */
  async call<Answer = unknown>(method: string, path: string, request: EngineRequest = {}): Promise<Answer> {
    const answer = await text(await this.open(method, path, request));
    return (answer ? JSON.parse(answer) : undefined) as Answer;
  }

  /** Each line of an answer that goes on, which is a JSON value. */
  async *lines<Line>(method: string, path: string, request: EngineRequest = {}): AsyncGenerator<Line> {
    let rest = '';
    for await (const chunk of (await this.open(method, path, request)).setEncoding('utf8')) {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) if (part.trim()) yield JSON.parse(part) as Line;
    }
    if (rest.trim()) yield JSON.parse(rest) as Line;
  }

  /** The body of an answer; rejects when the engine refuses. */
  async open(method: string, path: string, request: EngineRequest = {}): Promise<http.IncomingMessage> {
    const asked = this.#send(method, path, request);
    const [answer] = (await answerTo(asked, 'response')) as [http.IncomingMessage];
    return accepted(answer);
  }

  /** A connection both ways, as attaching and executing make it of their request. */
  async connect(path: string, request: EngineRequest = {}): Promise<Duplex> {
    const headers = { connection: 'Upgrade', upgrade: 'tcp' };
    const asked = this.#send('POST', path, { ...request, headers });
    const refused = once(asked, 'response').then(async ([answer]) => {
      await accepted(answer as http.IncomingMessage);
      throw new EngineError(`The container engine opened no connection for ${path}.`);
    });
    refused.catch(() => {});
    const [, socket, head] = (await Promise.race([answerTo(asked, 'upgrade'), refused])) as [
      unknown,
      Duplex,
      Buffer,
    ];
    if (head.length > 0) socket.unshift(head);
    return socket;
  }

  #send(method: string, path: string, request: EngineRequest): http.ClientRequest {
    const { query = {}, body, headers, signal } = request;
    const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const search = new URLSearchParams(given).toString();
    const isStream = body !== undefined && 'pipe' in body;
    const json = body === undefined || isStream ? undefined : Buffer.from(JSON.stringify(body));
    const asked = http.request({
      socketPath: this.socketPath,
      method,
      path: `${path}${search && `?${search}`}`,
      headers: {
        host: 'engine',
        ...(json && { 'content-type': 'application/json', 'content-length': json.length }),
        ...headers,
      },
      ...(signal && { signal }),
    });
    if (isStream) (body as Readable).on('error', (error) => asked.destroy(error)).pipe(asked);
    else asked.end(json);
    return asked;
  }
}

async function answerTo(asked: http.ClientRequest, event: 'response' | 'upgrade'): Promise<unknown[]> {
  try {
    return await once(asked, event);
  } catch (error) {
    throw new EngineError(`The container engine did not answer: ${(error as Error).message}`);
  }
}

async function accepted(answer: http.IncomingMessage): Promise<http.IncomingMessage> {
  const status = answer.statusCode ?? 0;
  // "Not modified" is a container that has stopped or started already.
  if (status < 400) return answer;
  const body = await text(answer);
  throw new EngineError(messageOf(body) ?? (body.trim() || `the engine answered ${status}`), status);
}

function messageOf(body: string): string | undefined {
  try {
    return (JSON.parse(body) as { message?: string }).message;
  } catch {
    return undefined;
  }
}
