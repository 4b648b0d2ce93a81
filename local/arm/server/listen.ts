import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { StreamSessions } from '../streams/stream-sessions.ts';

export type Listening = { port: number; close(): Promise<void> };

/** Takes a port on loopback before anything else is done; requests are answered once `serve` was called. */
export async function listen(
  port: number,
): Promise<Listening & { serve(app: Hono, streams: StreamSessions): void }> {
  let serve: (app: Hono) => void = () => {};
  let closeStreams = (): void => {};
  const ready = new Promise<Hono>((resolve) => {
    serve = resolve;
  });
  const server = createAdaptorServer({
    fetch: async (request, bindings) => (await ready).fetch(request, bindings),
    // The app runs in this process and answers with the real Request and Response.
    overrideGlobalObjects: false,
  }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        Object.assign(
          new Error(
            `The ARM emulator cannot listen on port ${port}: ${cause.message}. Stop what uses it or choose another port.`,
            {
              cause,
            },
          ),
          { code: cause.code },
        ),
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    serve(app, streams) {
      server.on('upgrade', (request, socket, head) => streams.upgrade(request, socket, head));
      // An open WebSocket would keep the server from closing.
      closeStreams = () => streams.close();
      serve(app);
    },
    close: () =>
      new Promise((resolve) => {
        closeStreams();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
