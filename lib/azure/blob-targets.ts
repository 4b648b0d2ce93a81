import { z } from 'zod';
import type { ExpiringFiles, TargetName, TargetState } from '../../contract/releases.ts';
import type { Targets } from '../ports/targets.ts';
import { calling } from './azure-error.ts';
import { blobDocuments } from './blob-documents.ts';
import { stateContainer } from './blob-names.ts';
import { isStatus, type StorageAccount } from './storage-account.ts';

const place = z.object({ container: z.string(), prefix: z.string(), url: z.string() });
const release = z.object({ release: z.string(), runId: z.string() });

/**
 * What is stored is what was written here. A document that somebody spoiled by hand must not stop a site for ever: it counts
 * as none, and the next publish copies everything.
 */
const stateSchema = z.object({
  live: release.extend({ requestedAt: z.string(), place }).optional(),
  promoting: release
    .extend({ place, baselines: z.array(z.object({ release: z.string(), place })) })
    .optional(),
  unpurged: z.object({ scope: z.union([z.literal('all'), z.array(z.string())]) }).optional(),
  history: z.array(release),
});

/** States as `targets/<site>/<lane>.json`; beside each a folder of what expires. */
export function blobTargets(account: StorageAccount): Targets {
  const documents = blobDocuments(account, stateContainer);
  const stateName = ({ site, lane }: TargetName): string => `targets/${site}/${lane}.json`;
  const folder = ({ site, lane }: TargetName): string => `targets/${site}/${lane}/expiring/`;

  return {
    async read(target) {
      const found = await documents.read(stateName(target));
      const { site, lane } = target;
      const isSound = stateSchema.safeParse(found?.value).success;
      const state = isSound ? (found?.value as TargetState) : { history: [] };
      return { state: { ...state, site, lane }, etag: found?.etag };
    },

    write: (state, etag) =>
      documents.write(stateName(state), state, etag === undefined ? { ifAbsent: true } : { ifMatch: etag }),

    async addExpiring(target, name, files) {
      await documents.write(`${folder(target)}${expiringId(files, name)}.json`, files);
    },

    listExpiring: (target) =>
      calling(`listing what expires of site "${target.site}"`, async () => {
        const prefix = folder(target);
        const ids: string[] = [];
        try {
          for await (const { name } of account.container(stateContainer).listBlobsFlat({ prefix }))
            ids.push(name.slice(prefix.length, -'.json'.length));
        } catch (error) {
          if (!isStatus(error, 404)) throw error;
        }
        return ids.sort().map((id) => ({ id, deleteAfter: timeOf(id) }));
      }),

    async readExpiring(target, id) {
      const found = await documents.read(`${folder(target)}${id}.json`);
      return found?.value as ExpiringFiles | undefined;
    },

    async deleteExpiring(target, id) {
      const name = `${folder(target)}${id}.json`;
      await calling(`deleting the blob "${name}"`, () =>
        account.container(stateContainer).getBlobClient(name).deleteIfExists(),
      );
    },
  };
}

/** Names of blobs are sorted, and the time comes first: `2026-01-01T00-00-00-000Z_<name>`. */
function expiringId({ deleteAfter }: ExpiringFiles, name: string): string {
  return `${deleteAfter.replaceAll(/[:.]/g, '-')}_${name}`;
}

function timeOf(id: string): string {
  return id.replace(/^(.{13})-(\d\d)-(\d\d)-(\d{3}Z)_.*$/, '$1:$2:$3.$4');
}
