import { hkdfSync } from 'node:crypto';
import { CompactEncrypt, compactDecrypt, errors } from 'jose';
import type { KubeObject } from '../../contract/kube-objects.ts';
import type { KubeObjects, KubeWrite } from '../ports/kube-objects.ts';
import type { Secret } from '../secret.ts';

const resource = 'secrets';

/** Only this much of a secret is stored in the clear: what lists and selectors need. */
type SealedObject = KubeObject & { sealed: string };

/**
 * Objects whose secrets are encrypted where they are stored, with a key that is derived from a secret of the app; whoever reads
 * them here sees them open. Annotations are sealed too: `kubectl apply` puts the whole object into one.
 */
export function sealedSecrets(objects: KubeObjects, callbackSecret: Secret): KubeObjects {
  const key = new Uint8Array(hkdfSync('sha256', callbackSecret.reveal(), '', 'kubernetes secrets', 32));

  const sealed = async (object: KubeObject): Promise<SealedObject> => {
    const { apiVersion, kind, metadata } = object;
    const { annotations: _, managedFields: __, ...open } = metadata;
    const jwe = new CompactEncrypt(new TextEncoder().encode(JSON.stringify(object)));
    const text = await jwe.setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(key);
    return { apiVersion, kind, metadata: open, sealed: text };
  };
  const opened = async (object: KubeObject): Promise<KubeObject> => {
    const plaintext = await decrypted((object as SealedObject).sealed, key);
    if (!plaintext) return unreadable(object);
    const whole = JSON.parse(new TextDecoder().decode(plaintext)) as KubeObject;
    const { resourceVersion } = object.metadata;
    return { ...whole, metadata: { ...whole.metadata, resourceVersion } };
  };
  const openedWrite = async (write: KubeWrite): Promise<KubeWrite> =>
    write.kind === 'written' ? { kind: 'written', object: await opened(write.object) } : write;

  return {
    async read(at) {
      const object = await objects.read(at);
      return object && at.resource === resource ? opened(object) : object;
    },
    async list(of, namespace) {
      const list = await objects.list(of, namespace);
      return of === resource ? { ...list, objects: await Promise.all(list.objects.map(opened)) } : list;
    },
    async create(at, object) {
      return at.resource === resource
        ? openedWrite(await objects.create(at, await sealed(object)))
        : objects.create(at, object);
    },
    async replace(at, object) {
      return at.resource === resource
        ? openedWrite(await objects.replace(at, await sealed(object)))
        : objects.replace(at, object);
    },
    async remove(at, version) {
      const removed = await objects.remove(at, version);
      return at.resource === resource ? openedWrite(removed) : removed;
    },
    async changesSince(version) {
      const result = await objects.changesSince(version);
      if (result.kind === 'expired') return result;
      const changes = result.changes.map(async (change) =>
        change.key.resource === resource ? { ...change, object: await opened(change.object) } : change,
      );
      return { ...result, changes: await Promise.all(changes) };
    },
  };
}

/** Undefined for what was sealed with another key. */
async function decrypted(sealed: string, key: Uint8Array): Promise<Uint8Array | undefined> {
  try {
    return (await compactDecrypt(sealed, key)).plaintext;
  } catch (error) {
    if (error instanceof errors.JWEDecryptionFailed) return undefined;
    throw error;
  }
}

/** One secret that can't be read hides no other, and can be applied anew or deleted. */
function unreadable({ apiVersion, kind, metadata }: KubeObject): KubeObject {
  const why = 'sealed with another SLIPWAY_CALLBACK_SECRET than the app has now: apply it again';
  return {
    apiVersion,
    kind,
    metadata: { ...metadata, annotations: { 'slipway/unreadable': why } },
    type: 'Opaque',
  };
}
