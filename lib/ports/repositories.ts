/** A repository as its provider's own number knows it, whatever it is called today. */
export type KnownRepository = {
  /** The key under which the catalog's sites name it. */
  key: string;
  /** The key of the name that the provider used last, where that is another. */
  renamedTo?: string;
};

/** Repositories by `PROVIDER-NUMBER`, learned from their pushes. */
export interface Repositories {
  read(id: string): Promise<KnownRepository | undefined>;
  write(id: string, repository: KnownRepository): Promise<void>;
  /** Those that were renamed; few. */
  renamed(): Promise<KnownRepository[]>;
}
