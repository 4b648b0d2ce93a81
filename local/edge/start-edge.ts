import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../clock.ts';
import { applyRequest } from './apply-request.ts';
import { EdgeCache } from './edge-cache.ts';
import { refusedPage, storageGonePage, unknownSitePage } from './pages.ts';
import { decoded, purgePaths } from './purge-paths.ts';
import { hostsOf, selectSite } from './select-site.ts';
import type { EdgeSite, SiteAnswer } from './site-answer.ts';
import { WebsiteOrigin } from './website-origin.ts';

export type EdgeOptions = {
  /** 0 takes a free one. */
  port: number;
  clock: Clock;
  /** Asked at every request, so that a changed catalog counts at once. */
  sites: () => Promise<readonly EdgeSite[]>;
  storage: { connectionString: string };
  /** How much the cache may hold. Default 64 MB. */
  cacheBytes?: number;
  log?: (line: string) => void;
};

export type EdgePurge = {
  kind: 'frontDoor' | 'classic';
  profile: string;
  endpoint: string;
  contentPaths: readonly string[];
  /** Empty means all domains of the endpoint. */
  domains: readonly string[];
};

export type Edge = {
  port: number;
  origin: string;
  /** Takes effect at once; answers how many kept answers were forgotten. */
  purge(purge: EdgePurge): Promise<number>;
  stop(): Promise<void>;
};

const defaultCacheBytes = 64 * 1024 * 1024;

/** Serves every site at its URL, whose host may be `SITE.localhost`, behind a cache that keeps what a CDN would keep. */
export async function startEdge(options: EdgeOptions): Promise<Edge> {
  const origin = new WebsiteOrigin(options.storage.connectionString);
  const cache = new EdgeCache(options.clock, options.cacheBytes ?? defaultCacheBytes);
  const answerTo = async (request: http.IncomingMessage): Promise<SiteAnswer> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const refused = refusedPage(405, 'Only GET and HEAD are answered here');
      return { ...refused, headers: { ...refused.headers, allow: 'GET, HEAD' } };
    }
    const sites = await options.sites();
    const host = request.headers.host ?? '';
    // A CDN that ignores query strings keeps one answer for all of them.
    const path = decoded((request.url ?? '/').replace(/[?#].*$/s, ''));
    if (path === undefined || !path.startsWith('/'))
      return refusedPage(400, 'The address is not encoded properly');
    const selected = selectSite(sites, host, path);
    if (!selected) return unknownSitePage(`${host}${path}`, sites, portOf(server));
    const { site, rest } = selected;
    const load = () => origin.get(site, rest);
    if (site.cdn.kind === 'none') return withHeaders(await load(), { 'x-cache': 'CONFIG_NOCACHE' });
    const { answer, cache: result, ageSeconds } = await cache.get(site.name, path, load);
    return withHeaders(answer, {
      'x-cache': result,
      ...(result === 'TCP_HIT' ? { age: `${ageSeconds}` } : {}),
    });
  };

  const server = http.createServer(async (request, response) => {
    const whole = await answerTo(request).catch((error: unknown) => {
      options.log?.(`edge: ${request.method} ${request.headers.host}${request.url} failed: ${error}`);
      return storageGonePage();
    });
    const answer = applyRequest(request.headers, whole);
    await send(request, response, answer).catch((error: unknown) => {
      options.log?.(`edge: ${request.method} ${request.headers.host}${request.url} broke off: ${error}`);
      response.destroy();
    });
  });
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: portOf(server),
    origin: `http://127.0.0.1:${portOf(server)}`,
    async purge(purge) {
      const covers = purgePaths(purge.contentPaths);
      const sites = (await options.sites()).filter((site) => isPurged(site, purge));
      return sites.reduce((sum, site) => sum + cache.purge(site.name, covers), 0);
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function send(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  { status, headers, body }: SiteAnswer,
): Promise<void> {
  const length = status === 304 ? {} : { 'content-length': body.byteLength };
  response.writeHead(status, { ...headers, ...length });
  if (request.method === 'HEAD' || body.byteLength === 0) response.end();
  else if (Buffer.isBuffer(body)) response.end(body);
  else await pipeline(await body.open(0, body.byteLength - 1), response);
}

function isPurged(site: EdgeSite, purge: EdgePurge): boolean {
  const { cdn } = site;
  if (cdn.kind !== purge.kind) return false;
  // Names of Azure resources ignore case.
  const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
  if (!isSame(cdn.profile, purge.profile) || !isSame(cdn.endpoint, purge.endpoint)) return false;
  const hosts = hostsOf(site);
  return purge.domains.length === 0 || purge.domains.some((domain) => hosts.includes(domain.toLowerCase()));
}

function withHeaders(answer: SiteAnswer, headers: Record<string, string>): SiteAnswer {
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

function portOf(server: http.Server): number {
  return (server.address() as AddressInfo).port;
}
