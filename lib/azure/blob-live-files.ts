import type { ReleaseFile } from '../../contract/build.ts';
import type { Place } from '../../contract/releases.ts';
import { forEachConcurrently } from '../for-each-concurrently.ts';
import { releaseContainer } from '../ids.ts';
import type { Releases } from '../ports/releases.ts';
import { calling } from './azure-error.ts';
import { ByteBudget } from './byte-budget.ts';
import { copyLargeObject, copySmallObject, heldBytes, isSmall, type ObjectCopy } from './copy-object.ts';
import { isStatus, type StorageAccount } from './storage-account.ts';

/** Of one call; those of the whole process share the budget. */
const callsAtATime = 16;

/** What all copies of this process together may hold in memory, and how many requests may be under way. */
const budget = new ByteBudget({ bytes: 64 * 1024 * 1024, pieces: 32 });

/** The files that are served, each written from the object that its hash names. */
export function liveFiles(account: StorageAccount): Pick<Releases, 'copyLive' | 'deleteLive' | 'listLive'> {
  return {
    async copyLive(site, place, files, beforeEach) {
      const from = account.container(releaseContainer(site));
      await forEachConcurrently(files, callsAtATime, async (file) => {
        await beforeEach();
        const copy: ObjectCopy = { from, to: place.container, name: nameOf(place, file.path), site, file };
        await budget.run(heldBytes(file), () =>
          isSmall(file) ? copySmallObject(account, copy) : copyLargeObject(account, copy),
        );
      });
    },

    async deleteLive(place, paths, beforeEach) {
      const container = account.container(place.container);
      await forEachConcurrently(paths, callsAtATime, async (path) => {
        await beforeEach();
        const name = nameOf(place, path);
        await calling(`deleting the file "${place.container}/${name}"`, async () => {
          try {
            await container.deleteBlob(name, { deleteSnapshots: 'include' });
          } catch (error) {
            if (!isStatus(error, 404)) throw error;
          }
        });
      });
    },

    listLive: ({ container, prefix }) =>
      calling(`listing the files of "${container}/${prefix}"`, async () => {
        const paths: string[] = [];
        try {
          for await (const blob of account.container(container).listBlobsFlat({ prefix }))
            paths.push(blob.name.slice(prefix.length));
        } catch (error) {
          if (!isStatus(error, 404)) throw error;
        }
        return paths.sort();
      }),
  };
}

function nameOf({ prefix }: Place, path: ReleaseFile['path']): string {
  return `${prefix}${path}`;
}
