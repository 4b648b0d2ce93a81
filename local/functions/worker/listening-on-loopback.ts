import { Server } from 'node:net';

type Listen = (this: Server, ...args: unknown[]) => Server;

/**
 * Runs what opens a server and lets that be on loopback. The library's listener for streamed requests names no address, which on
 * Azure stays in the worker's own sandbox; on a developer's machine it would be open to the whole network.
 */
export function listeningOnLoopback<T>(work: () => T): T {
  const prototype = Server.prototype as { listen: Listen };
  const { listen } = prototype;
  prototype.listen = function (...args) {
    const [ready] = args;
    return typeof ready === 'function'
      ? listen.call(this, { port: 0, host: '127.0.0.1' }, ready)
      : listen.apply(this, args);
  };
  try {
    return work();
  } finally {
    prototype.listen = listen;
  }
}
