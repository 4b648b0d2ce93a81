import * as z from 'zod/mini';
import type { StorageAccess, StorageGrant } from '../../../contract/build.ts';
import { BuildFailure } from '../build-failure.ts';
import type { Callback } from './callback.ts';

const schema = z.object({ url: z.url(), expiresAt: z.string() });

/**
 * Asks the app for access to the site's release container. Asked for when it is needed: what would let somebody write is not in
 * this container while the site's own code runs in it. Throws `upload-failed` when the app does not give it.
 */
export async function askForStorage(callback: Callback, access: StorageAccess): Promise<StorageGrant> {
  const answer = await callback.postUntilTaken('access to the storage', '/grant', { access });
  const grant = answer && answer.status < 300 ? schema.safeParse(parsed(answer.text)) : undefined;
  if (grant?.success) return grant.data;
  const said = answer ? `answered ${answer.status}${grant ? ' without a URL' : ''}` : 'did not answer';
  throw new BuildFailure(
    'upload-failed',
    `The app was asked for access to the release container and ${said}.`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
