import type { CdnTarget } from '../../contract/sites.ts';

/** What the edge needs to know of a site of the catalog. */
export type EdgeSite = { name: string; container: string; cdn: CdnTarget };

/** A complete answer of a site, before conditions and ranges of a request are applied. Header names are lower-case. */
export type SiteAnswer = { status: number; headers: Record<string, string>; body: Buffer };
