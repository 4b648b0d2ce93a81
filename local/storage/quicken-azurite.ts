/** Three things that Azurite does for many requests, and need not. */
import { fdatasync } from 'node:fs';
import type { Server } from 'node:http';

/** The store of blobs' contents in files; one in memory has nothing to sync. */
export type ExtentStore = {
  /** Resolves when the content is written and, where a file descriptor is given, has reached the disk. */
  streamPipe?(from: unknown, to: unknown, fd?: number, contextId?: string): Promise<number>;
};

/**
 * Lets nobody wait for the disk. What is written survives a kill of the process as soon as the system has it; the sync, begun at
 * once, is against a power cut, of which the metadata lose their last moments in any case.
 */
export function syncBehind(store: ExtentStore): void {
  const write = store.streamPipe?.bind(store);
  if (!write) return;
  store.streamPipe = async (from, to, fd, contextId) => {
    const count = await write(from, to, undefined, contextId);
    // A full disk fails the write before.
    if (fd !== undefined) fdatasync(fd, () => {});
    return count;
  };
}

type Templates = (template: string) => object;

/** Parses each template of a URI once: Azurite tries those of all its operations on each request. */
export function parsedOnce(parse: Templates): Templates {
  const parsed = new Map<string, object>();
  return (template) => {
    const known = parsed.get(template) ?? parse(template);
    parsed.set(template, known);
    return known;
  };
}

/**
 * Keeps the connection of a HEAD whose answer is an error: Azurite gives that no length, and a client that knows no length waits
 * for the end of the connection.
 */
export function keepConnections(server: Server): void {
  server.prependListener('request', ({ method }, response) => {
    if (method === 'HEAD') response.setHeader('content-length', '0');
  });
}
