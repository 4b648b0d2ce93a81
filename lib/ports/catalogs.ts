import type { Fleet } from '../../contract/fleets.ts';
import type { Job } from '../../contract/jobs.ts';
import type { Site } from '../../contract/sites.ts';

export interface Catalogs {
  /** What the last good catalog has. Throws `catalog-invalid` when there never was one. */
  site(name: string): Promise<Site | undefined>;
  sites(): Promise<readonly Site[]>;
  job(name: string): Promise<Job | undefined>;
  jobs(): Promise<readonly Job[]>;
  /** Of fleets there are none where there is no catalog: requests define some, too. One that was never valid throws. */
  fleet(name: string): Promise<Fleet | undefined>;
  fleets(): Promise<readonly Fleet[]>;
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
