import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { headerOrder, requestText, sendBytes, type WireAnswer, type WireRequest } from './wire.ts';

/** An instance's status, as far as scenarios look into it. */
export type Status = {
  name: string;
  instanceId: string;
  runtimeStatus: string;
  input: unknown;
  output: unknown;
  customStatus: unknown;
  historyEvents?: Record<string, unknown>[];
};

/** One answer, without what no caller can rely on. */
export type Answer = { status: number; headers: Record<string, string>; body: unknown };

/** The host that is called; `stillMs`: after so long nothing moves any more on it but timers. */
export type CalledHost = { origin: string; stillMs: number; masterKey?: string };

export type Request = { body?: string; headers?: Record<string, string> };

const base = '/runtime/webhooks/durabletask';
const seenHeaders = [
  'content-type',
  'location',
  'retry-after',
  'x-ms-continuation-token',
  'webhook-allowed-origin',
];
const finalStates = ['Completed', 'Failed', 'Terminated', 'Canceled'];
/** Each time a caller asks in vain it waits a little longer: many play at once. */
const pollMs = { first: 40, growth: 1.2, most: 250 };
/** Well above what any scenario takes: one that is stuck must not hold up the others. */
const patienceMs = 30_000;
const json = { 'content-type': 'application/json' };

/** A scenario's side of the wire: calls the host and keeps what the scenario wants to be compared. */
export class Caller {
  readonly origin: string;
  readonly seen: Record<string, unknown> = {};
  readonly #name: string;
  readonly #stillMs: number;
  /** Opens everything on a host that asks for keys. */
  readonly masterKey: string;

  constructor(name: string, { origin, stillMs, masterKey = '' }: CalledHost) {
    this.#name = name;
    this.origin = origin;
    this.#stillMs = stillMs;
    this.masterKey = masterKey;
  }

  /** An instance id or entity key of this scenario alone. */
  id(part = ''): string {
    return part === '' ? this.#name : `${this.#name}-${part}`;
  }

  see(what: string, value: unknown): void {
    this.seen[what] = value === undefined ? '(nothing)' : value;
  }

  /** A path below the management API, one from the root when it begins with a slash, or a whole URL. */
  async call(method: string, path: string, { body, headers = {} }: Request = {}): Promise<Answer> {
    const response = await fetch(this.#url(path), {
      method,
      headers,
      redirect: 'manual',
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    return {
      status: response.status,
      // Blanks at an end are no part of a value; Azure's tokens have one, which some clients keep.
      headers: Object.fromEntries(
        [...response.headers]
          .filter(([name]) => seenHeaders.includes(name))
          .map(([name, value]) => [name, value.trim()]),
      ),
      body: parsed(text),
    };
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('GET', path, { headers });
  }

  /** With a value as JSON, or without a body. */
  post(path: string, value?: unknown): Promise<Answer> {
    return this.call('POST', path, value === undefined ? {} : { body: JSON.stringify(value), headers: json });
  }

  /** A text as it is, as `application/json` unless told otherwise. */
  send(path: string, body: string, type = 'application/json'): Promise<Answer> {
    return this.call('POST', path, { body, headers: { 'content-type': type } });
  }

  delete(path: string): Promise<Answer> {
    return this.call('DELETE', path);
  }

  /** A POST with neither a body nor a Content-Length, which fetch can't send; resolves with the status line. */
  barePost(path: string): Promise<string> {
    const { hostname, port, pathname, search } = new URL(this.#url(path));
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () =>
        socket.write(`POST ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`),
      );
      socket.on('error', reject);
      socket.once('data', (data) => {
        resolve(String(data).split('\r\n')[0] ?? '');
        socket.destroy();
      });
    });
  }

  /** One request as text, after which the connection closes, and the whole answer as it came. */
  async wire(method: string, path: string, request?: WireRequest): Promise<WireAnswer | string> {
    return (await this.bytes(requestText(this.origin, method, path, request)))[0] ?? '(no answer)';
  }

  /** Bytes as they are, and all answers to them. */
  bytes(text: string): Promise<WireAnswer[]> {
    return sendBytes(this.origin, text);
  }

  /** The names of the headers of the answer to one request, in their order. */
  headerOrder(method: string, path: string): Promise<string[]> {
    return headerOrder(this.origin, requestText(this.origin, method, path));
  }

  /** One method of the app's DurableClient; dates and entity ids are written as `{ date }` and `{ entity }`. */
  async client(method: string, ...args: unknown[]): Promise<unknown> {
    return (await this.post('/api/client', { method, args })).body;
  }

  start(orchestrator: string, input?: unknown, id = this.id()): Promise<Answer> {
    return this.post(`orchestrators/${orchestrator}/${id}`, input);
  }

  raise(event: string, value: unknown, id = this.id()): Promise<Answer> {
    return this.post(`instances/${id}/raiseEvent/${event}`, value);
  }

  async status(id = this.id(), query = 'showHistory=true&showHistoryOutput=true'): Promise<Status> {
    return (await this.get(`instances/${encodeURIComponent(id)}?${query}`)).body as Status;
  }

  /** Asks until the condition holds; throws when it never does. */
  async until(condition: (status: Status) => boolean, id = this.id()): Promise<Status> {
    const deadline = Date.now() + patienceMs;
    for (let waitMs = pollMs.first; ; waitMs = Math.min(waitMs * pollMs.growth, pollMs.most)) {
      const status = await this.status(id);
      if (status !== null && typeof status === 'object' && condition(status)) return status;
      if (Date.now() > deadline) {
        const { historyEvents: _, ...rest } = status !== null && typeof status === 'object' ? status : {};
        throw new Error(`${id} never came to what was waited for: ${JSON.stringify(rest)}`);
      }
      await sleep(waitMs);
    }
  }

  end(id = this.id()): Promise<Status> {
    return this.until((status) => finalStates.includes(status.runtimeStatus), id);
  }

  /** Until the first turn has been. */
  running(id = this.id()): Promise<Status> {
    return this.until((status) => status.runtimeStatus !== 'Pending', id);
  }

  /** Until the history has so many events of a kind: what the code had to do first has been done. */
  has(kind: string, count = 1, id = this.id()): Promise<Status> {
    return this.until(
      (status) => (status.historyEvents ?? []).filter((row) => row.EventType === kind).length >= count,
      id,
    );
  }

  /** The status once it has not changed for a while. */
  async still(id = this.id()): Promise<Status> {
    let last = '';
    for (;;) {
      await this.rest();
      const status = await this.status(id);
      const text = JSON.stringify(status);
      if (text === last) return status;
      last = text;
    }
  }

  rest(): Promise<void> {
    return sleep(this.#stillMs);
  }

  pause(ms: number): Promise<void> {
    return sleep(ms);
  }

  /** Asks for a path until the answer is as wanted. */
  async untilAnswer(path: string, condition: (answer: Answer) => boolean): Promise<Answer> {
    const deadline = Date.now() + patienceMs;
    for (let waitMs = pollMs.first; ; waitMs = Math.min(waitMs * pollMs.growth, pollMs.most)) {
      const answer = await this.get(path);
      if (condition(answer)) return answer;
      if (Date.now() > deadline) throw new Error(`${path} never answered so: ${JSON.stringify(answer)}`);
      await sleep(waitMs);
    }
  }

  #url(path: string): string {
    if (path.startsWith('http')) return path;
    return path.startsWith('/') ? `${this.origin}${path}` : `${this.origin}${base}/${path}`;
  }
}

function parsed(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
