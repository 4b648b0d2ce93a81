import { createHash } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LiveSites } from '../ports/live-sites.ts';

const timeoutMs = 10_000;

/**
 * Pages as the next visitor gets them: a redirect is an answer like any other, and nothing is decompressed, so that the hash is
 * the one of the file.
 */
export function liveSites(): LiveSites {
  return {
    async fetchPage(url) {
      const response = await get(new URL(url));
      const hash = createHash('sha256');
      for await (const part of response) hash.update(part as Buffer);
      const cache = response.headers['x-cache'];
      return {
        status: response.statusCode ?? 0,
        sha256: hash.digest('hex'),
        ...(typeof cache === 'string' ? { cache } : {}),
      };
    },
  };
}

function get(url: URL): Promise<IncomingMessage> {
  const send = url.protocol === 'http:' ? httpRequest : httpsRequest;
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      {
        headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'slipway' },
        signal: AbortSignal.timeout(timeoutMs),
      },
      resolve,
    );
    request.once('error', reject);
    request.end();
  });
}
