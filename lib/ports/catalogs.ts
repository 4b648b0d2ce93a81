import type { Site } from '../../contract/sites.ts';

export interface Catalogs {
  /** The sites of the last good catalog. Throws `catalog-invalid` when there never was one. */
  site(name: string): Promise<Site | undefined>;
  sites(): Promise<readonly Site[]>;
}

/** Where a catalog is kept. */
export interface CatalogSource {
  /** For messages. */
  readonly name: string;
  /** Another text whenever the catalog has changed; undefined when there is none. */
  version(): Promise<string | undefined>;
  read(): Promise<string | undefined>;
}

/** The text of the last good catalog, where every process of the app finds it. */
export interface CatalogKeeper {
  read(): Promise<string | undefined>;
  write(text: string): Promise<void>;
}
