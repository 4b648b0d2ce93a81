import type { KubeKey, KubeObject } from '../../contract/kube-objects.ts';
import { SlipwayError } from '../errors.ts';
import type { KubeObjects } from '../ports/kube-objects.ts';

const mostAttempts = 10;

/**
 * Changes an object, once more whenever somebody else wrote in between. `change` answers undefined where nothing is to be
 * written. Answers the object as it is then; undefined when there is none.
 */
export async function updateObject(
  objects: KubeObjects,
  key: KubeKey,
  change: (object: KubeObject) => KubeObject | undefined,
): Promise<KubeObject | undefined> {
  for (let count = 0; count < mostAttempts; count += 1) {
    const stored = await objects.read(key);
    if (!stored) return undefined;
    const changed = change(stored);
    if (!changed) return stored;
    const result = await objects.replace(key, changed);
    if (result.kind === 'written') return result.object;
    if (result.kind === 'absent') return undefined;
    if (result.kind === 'tooLarge')
      throw new SlipwayError('body-too-large', `The object "${key.name}" would be larger than 1 MB.`);
  }
  throw new SlipwayError('azure-unavailable', `Too many writers at the object "${key.name}"; try again.`);
}
