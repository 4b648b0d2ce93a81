import type { CloudEvent } from './cloud-event.ts';

/** Fetches a site's front page by its public URL, as a visitor does. */
export async function fetchPage(
  site: string,
  url: string,
): Promise<Extract<CloudEvent, { kind: 'pageFetched' }>> {
  const response = await fetch(url);
  const body = await response.text();
  const title = /<title>([^<]*)<\/title>/i.exec(body)?.[1]?.trim();
  const cache = response.headers.get('x-cache') ?? undefined;
  return {
    kind: 'pageFetched',
    site,
    url,
    status: response.status,
    bytes: Buffer.byteLength(body),
    ...(title === undefined ? {} : { title }),
    ...(cache === undefined ? {} : { cache }),
  };
}
