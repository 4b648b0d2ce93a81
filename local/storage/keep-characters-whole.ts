import type { Server } from 'node:http';

/**
 * Azurite's tables put the pieces of a body together as text, each decoded by itself, so a character on the border between two
 * pieces (of 64 KB) is lost. Node's own decoder keeps its first bytes for the next piece. Bodies of transactions are read as bytes.
 */
export function keepCharactersWhole(server: Server): void {
  server.prependListener('request', (request) => {
    if (!request.url?.includes('/$batch')) request.setEncoding('utf8');
  });
}
