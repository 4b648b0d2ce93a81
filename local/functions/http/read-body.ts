import type { IncomingMessage } from 'node:http';

/** The host's limit of a request body. */
export const maxBodyBytes = 104_857_600;

/** A chunked body that grew beyond the limit. */
export class BodyTooLarge extends Error {}

/** Reads the whole body. */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.byteLength;
      if (length <= maxBodyBytes) chunks.push(chunk);
      else reject(new BodyTooLarge());
    });
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('aborted', () => reject(new Error('The client went away while sending its request.')));
  });
}
