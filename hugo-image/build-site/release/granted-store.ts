import type { StorageAccess } from '../../../contract/build.ts';
import type { Callback } from '../callback/callback.ts';
import { askForStorage } from '../callback/storage-access.ts';
import type { ReleaseStore, StoreOptions } from './release-store.ts';

export type GrantedStore = (access: StorageAccess) => Promise<ReleaseStore>;

/** Opens the release container with the access that is asked for; the app is asked once for each. */
export function grantedStore(callback: Callback, options: StoreOptions): GrantedStore {
  const opened = new Map<StorageAccess, Promise<ReleaseStore>>();
  const open = async (access: StorageAccess): Promise<ReleaseStore> => {
    const [{ ReleaseStore }, { url }] = await Promise.all([
      // Loaded late, when git is at work: evaluating the storage client takes about as long as a small build.
      import('./release-store.ts'),
      askForStorage(callback, access),
    ]);
    return new ReleaseStore(url, options);
  };
  return (access) => {
    const store = opened.get(access) ?? open(access);
    opened.set(access, store);
    return store;
  };
}
