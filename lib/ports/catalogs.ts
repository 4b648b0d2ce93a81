import type { Site } from '../../contract/sites.ts';

export interface Catalogs {
  /** The sites of the last good catalog. Throws `catalog-invalid` when there never was one. */
  site(name: string): Promise<Site | undefined>;
  sites(): Promise<readonly Site[]>;
}
