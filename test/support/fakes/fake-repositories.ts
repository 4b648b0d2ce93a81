import type { KnownRepository, Repositories } from '../../../lib/ports/repositories.ts';

/** Repositories in memory. */
export class FakeRepositories implements Repositories {
  readonly known = new Map<string, KnownRepository>();

  async read(id: string): Promise<KnownRepository | undefined> {
    return this.known.get(id);
  }

  async write(id: string, repository: KnownRepository): Promise<void> {
    this.known.set(id, repository);
  }

  async renamed(): Promise<KnownRepository[]> {
    return [...this.known.values()].filter(({ renamedTo }) => renamedTo !== undefined);
  }
}
