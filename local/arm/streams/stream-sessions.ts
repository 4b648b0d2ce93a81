import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../clock.ts';

/** The far end of a stream. */
export type Peer = {
  send(data: Uint8Array): void;
  /** Ends the stream: as it should when there is no problem to tell. */
  close(problem?: string): void;
};

/** What serves a stream, from when its peer has come. */
export type StreamSource = {
  /** What the peer has sent. */
  received(data: Uint8Array): void;
  /** The peer has gone. */
  left(): void;
};

type Session = { password: string; open: (peer: Peer) => StreamSource; cancelExpiry: () => void };

/** How long a stream waits for its peer. */
const waitForPeerMs = 60_000;
/** WebSocket's own numbers for why a stream ended. */
const closeCodes = { normal: 1000, refused: 1008, failed: 1011 };

/**
 * The WebSockets behind exec and attach. Each is opened once, with its password: in the Authorization header, or as the
 * first frame; from then on frames are raw bytes.
 */
export class StreamSessions {
  readonly #clock: Clock;
  readonly #port: number;
  readonly #sessions = new Map<string, Session>();
  readonly #server = new WebSocketServer({ noServer: true });

  constructor(clock: Clock, port: number) {
    this.#clock = clock;
    this.#port = port;
  }

  /** Promises a stream; `open` is called when its peer has come. */
  add(
    kind: 'execstream' | 'logstream',
    query: Record<string, number>,
    open: Session['open'],
  ): { webSocketUri: string; password: string } {
    const id = randomUUID();
    const password = randomBytes(24).toString('base64url');
    const cancelExpiry = this.#clock.at(this.#clock.now() + waitForPeerMs, () => this.#sessions.delete(id));
    this.#sessions.set(id, { password, open, cancelExpiry });
    const parameters = Object.entries(query).map(([name, value]) => `&${name}=${value}`);
    return {
      webSocketUri: `ws://127.0.0.1:${this.#port}/${kind}/sessionId/${id}?api-version=1.0${parameters.join('')}`,
      password,
    };
  }

  /** Serves an HTTP request that asks for a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const [, id = ''] = /^\/(?:exec|log)stream\/sessionId\/([^/?]+)/.exec(request.url ?? '') ?? [];
    const session = this.#sessions.get(id);
    if (!session) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#sessions.delete(id);
    session.cancelExpiry();
    const { authorization } = request.headers;
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on('error', () => webSocket.terminate());
      if (authorization !== undefined) this.#begin(webSocket, session, authorization);
      else webSocket.once('message', (data) => this.#begin(webSocket, session, String(data)));
    });
  }

  close(): void {
    for (const webSocket of this.#server.clients) webSocket.terminate();
    for (const { cancelExpiry } of this.#sessions.values()) cancelExpiry();
    this.#sessions.clear();
  }

  #begin(webSocket: WebSocket, { password, open }: Session, given: string): void {
    if (!isSame(given, password)) {
      webSocket.close(closeCodes.refused, 'The password is wrong.');
      return;
    }
    const source = open({
      send: (data) => webSocket.send(data),
      // The protocol has room for 123 bytes.
      close: (problem) =>
        problem === undefined
          ? webSocket.close(closeCodes.normal)
          : webSocket.close(closeCodes.failed, problem.slice(0, 100)),
    });
    webSocket.on('message', (data) => source.received(data as Buffer));
    webSocket.once('close', () => source.left());
  }
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
