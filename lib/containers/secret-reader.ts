import type { SecretSource } from '../../contract/container-specs.ts';
import { SlipwayError } from '../errors.ts';
import { objectData, registriesIn } from '../kubernetes/object-data.ts';
import type { KubeObjects } from '../ports/kube-objects.ts';
import type { Secrets } from '../ports/secrets.ts';
import { secretSetting } from '../setting-secrets.ts';
import type { SecretReader } from './revealed-shape.ts';

/** Reads secrets where they are kept. Throws `settings-invalid` and `object-missing` for what does not exist and must. */
export function secretReader({
  secrets,
  kubeObjects,
}: {
  secrets: Secrets;
  kubeObjects: KubeObjects;
}): SecretReader {
  const setting = (
    { name, optional }: Extract<SecretSource, { kind: 'setting' }>,
    what: string,
  ): string | undefined => {
    const value = secrets.read(name);
    if (value !== undefined || optional) return value;
    const remedy = `add the setting ${secretSetting(name)} to the app`;
    throw new SlipwayError(
      'settings-invalid',
      `${what} needs the secret "${name}", which does not exist; ${remedy}.`,
    );
  };
  const file = async (source: SecretSource, what: string): Promise<string | Uint8Array | undefined> => {
    switch (source.kind) {
      case 'setting':
        return setting(source, what);
      case 'text':
        return source.text;
      case 'joined': {
        const parts = await Promise.all(source.parts.map((part) => text(part, what)));
        return parts.join('');
      }
      case 'kubernetes': {
        const { resource, namespace, name, key } = source;
        const object = await kubeObjects.read({ resource, namespace, name });
        const value = object && objectData(object)[key];
        if (value) return value;
        throw missing(what, `the key "${key}" of the ${resource.slice(0, -1)} "${name}" in "${namespace}"`);
      }
      case 'registryPassword': {
        const { namespace, name, server } = source;
        const secret = await kubeObjects.read({ resource: 'secrets', namespace, name });
        const registry = secret && registriesIn(secret).find((each) => each.server === server);
        if (registry) return registry.password;
        throw missing(what, `the password of ${server} in the secret "${name}" in "${namespace}"`);
      }
    }
  };
  const text = async (source: SecretSource, what: string): Promise<string | undefined> => {
    const value = await file(source, what);
    return typeof value === 'string' || value === undefined ? value : new TextDecoder().decode(value);
  };
  return { text, file };
}

function missing(what: string, lacks: string): SlipwayError {
  return new SlipwayError('object-missing', `${what} needs ${lacks}, which does not exist.`);
}
