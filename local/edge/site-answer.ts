import type { Readable } from 'node:stream';
import type { CdnTarget } from '../../contract/sites.ts';

/** What the edge needs to know of a site of the catalog. */
export type EdgeSite = {
  name: string;
  container: string;
  /** The site's folder in the container: empty, or ending in a slash. */
  prefix: string;
  url: string;
  cdn: CdnTarget;
};

/** A file that is too large to be held; `open` streams its bytes from `start` to `end`, both included. */
export type LargeBody = { byteLength: number; open(start: number, end: number): Promise<Readable> };

/** A complete answer of a site, before conditions and ranges of a request are applied. Header names are lower-case. */
export type SiteAnswer = { status: number; headers: Record<string, string>; body: Buffer | LargeBody };

/** The bytes from `start` to `end`, both included. */
export function partOf(body: SiteAnswer['body'], start: number, end: number): SiteAnswer['body'] {
  if (Buffer.isBuffer(body)) return body.subarray(start, end + 1);
  return {
    byteLength: end - start + 1,
    open: (first, last) => body.open(start + first, start + last),
  };
}
