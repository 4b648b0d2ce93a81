import { Server as HttpServer } from 'node:http';
import { Server } from 'node:net';

type Listen = (this: Server, ...args: unknown[]) => Server;

/**
 * Runs what opens the library's listener for streamed requests, and makes it fit for the host, its only caller. It names no
 * address, which on Azure stays in the worker's own sandbox; on a developer's machine it would be open to the whole network. And it
 * closes connections that were idle for some seconds, on which the host may just be sending a request that is lost then.
 */
export function listeningForHost<T>(work: () => T): T {
  const prototype = Server.prototype as { listen: Listen };
  const { listen } = prototype;
  prototype.listen = function (...args) {
    const [ready] = args;
    if (typeof ready !== 'function') return listen.apply(this, args);
    if (this instanceof HttpServer) this.keepAliveTimeout = 0;
    return listen.call(this, { port: 0, host: '127.0.0.1' }, ready);
  };
  try {
    return work();
  } finally {
    prototype.listen = listen;
  }
}
