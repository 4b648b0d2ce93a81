import { afterAll, beforeAll } from 'vitest';
import type { Config } from '../../lib/config.ts';
import { Secret } from '../../lib/secret.ts';
import { type Storage, startStorage } from '../../local/storage/start-storage.ts';

/** A table storage in memory for all tests of a file. */
export function useTableStorage(): { storage(): Config['storage'] } {
  let storage: Storage | undefined;
  beforeAll(async () => {
    storage = await startStorage({ service: 'table', port: 0 });
  });
  afterAll(() => storage?.stop());
  return { storage: () => ({ connectionString: new Secret(storage?.connectionString ?? '') }) };
}
