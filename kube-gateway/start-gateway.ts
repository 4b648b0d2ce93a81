import { createServer, type IncomingMessage, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { askForTerminal, statusOf } from './ask-for-terminal.ts';
import { bridgeTerminal } from './bridge-terminal.ts';
import { subprotocols } from './channels.ts';
import { forwardRequest } from './forward-request.ts';

export type GatewayOptions = {
  /** Where the app is: `https://NAME.azurewebsites.net`. */
  appUrl: string;
  /** 0 takes any that is free. */
  port: number;
  /** A function key for requests without a token: kubectl sends none to an address without TLS, as the gateway's is. */
  key?: string | undefined;
};

export type Gateway = { origin: string; port: number; stop(): Promise<void> };

const terminalPath = /\/pods\/[^/]+\/(?:exec|attach)$/;

/**
 * Azure Functions serves no upgrades, and a terminal needs one. The gateway does that, on this machine: it passes everything on to
 * the app, and joins terminals by itself.
 */
export async function startGateway({ appUrl, port, key }: GatewayOptions): Promise<Gateway> {
  const app = new URL(appUrl);
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => subprotocols.find((each) => offered.has(each)) ?? false,
  });
  let origin = '';
  const complete = ({ headers }: IncomingMessage): void => {
    if (key !== undefined) headers.authorization ??= `Bearer ${key}`;
    // A kubeconfig that is fetched here leads here.
    headers['x-slipway-gateway'] = origin;
  };
  const server = createServer((request, response) => {
    if (comesFromBrowser(request)) {
      response.writeHead(403, { 'content-type': 'application/json' }).end(notForBrowsers);
      return;
    }
    complete(request);
    forwardRequest(app, request, response);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    if (comesFromBrowser(request)) return refuse(socket, 403, notForBrowsers);
    complete(request);
    void upgrade(request, socket, head);
  });

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', app);
    if (!terminalPath.test(pathname))
      return refuse(socket, 400, statusOf(400, 'Only exec and attach upgrade.'));
    const asked = await askForTerminal(app, request);
    if (asked.kind === 'refused') return refuse(socket, asked.status, asked.body);
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim());
    if (
      request.headers.upgrade?.toLowerCase() !== 'websocket' ||
      !subprotocols.some((each) => offered.includes(each))
    )
      return refuse(
        socket,
        400,
        statusOf(400, 'A terminal needs WebSockets: use kubectl 1.31 or newer, which speaks them by itself.'),
      );
    sockets.handleUpgrade(request, socket, head, (client) => bridgeTerminal(client, asked.terminal));
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  origin = `http://127.0.0.1:${taken}`;
  return {
    origin,
    port: taken,
    stop() {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const notForBrowsers = statusOf(403, 'The gateway serves programs of this machine, and no web pages.');

/** A page that somebody looks at could reach this machine, and would act with the key: by its own name, or by one that leads here. */
function comesFromBrowser({ headers }: IncomingMessage): boolean {
  const isLoopback = /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(headers.host ?? '');
  return headers.origin !== undefined || !isLoopback;
}

function refuse(socket: Duplex, status: number, body: string): void {
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      'Connection: close',
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}
