import http from 'node:http';
import { text } from 'node:stream/consumers';
import { BlobServiceClient } from '@azure/storage-blob';
import { onTestFinished } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import type { EdgeSite } from '../../../local/edge/site-answer.ts';
import { type EdgeOptions, startEdge } from '../../../local/edge/start-edge.ts';
import { startStorage } from '../../../local/storage/start-storage.ts';

export const blog: EdgeSite = {
  name: 'blog',
  container: 'site-blog',
  prefix: '',
  url: 'http://blog.localhost:7072/',
  cdn: { kind: 'frontDoor', profile: 'slipway', endpoint: 'blog', domains: ['www.example.com'] },
};
export const docs: EdgeSite = {
  name: 'docs',
  container: 'site-docs',
  prefix: '',
  url: 'http://docs.localhost:7072/',
  cdn: { kind: 'none' },
};
export const pageCache = 'public, max-age=0, s-maxage=3600, must-revalidate';

export type Answer = { status: number | undefined; headers: http.IncomingHttpHeaders; body: string };

/** An edge over storage in memory, with a clock that stands still and a container for each site. */
export async function startedEdge(options: Partial<EdgeOptions> & { list?: EdgeSite[] } = {}) {
  const { list = [blog, docs], ...overrides } = options;
  const storage = await startStorage({ port: 0 });
  onTestFinished(() => storage.stop().catch(() => undefined));
  const clock = new VirtualClock();
  const edge = await startEdge({ port: 0, clock, sites: async () => list, storage, ...overrides });
  onTestFinished(() => edge.stop());
  const service = BlobServiceClient.fromConnectionString(storage.connectionString);
  for (const container of new Set(list.map((site) => site.container)))
    await service.createContainer(container);

  const put = async (
    name: string,
    content: string,
    cacheControl: string | undefined = pageCache,
    site = blog,
  ) => {
    await service
      .getContainerClient(site.container)
      .getBlockBlobClient(name)
      .upload(content, Buffer.byteLength(content), {
        blobHTTPHeaders: {
          blobContentType: 'text/html; charset=utf-8',
          blobCacheControl: cacheControl || undefined,
        },
      });
  };
  const get = (
    path: string,
    { host = 'blog.localhost', method = 'GET', headers = {} }: RequestOptions = {},
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      http
        .request({
          host: '127.0.0.1',
          port: edge.port,
          path,
          method,
          headers: { host, ...headers },
          agent: false,
        })
        .once('response', async (response) => {
          resolve({ status: response.statusCode, headers: response.headers, body: await text(response) });
        })
        .once('error', reject)
        .end();
    });
  const purge = (contentPaths: string[], domains: string[] = []) =>
    edge.purge({ kind: 'frontDoor', profile: 'slipway', endpoint: 'blog', contentPaths, domains });
  return { edge, clock, storage, service, put, get, purge };
}

export type RequestOptions = { host?: string; method?: string; headers?: Record<string, string> };
