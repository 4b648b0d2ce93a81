import type { Pod, PodSpec } from 'kubernetes-types/core/v1.js';
import type { KubeObject } from '../../contract/kube-objects.ts';
import type { ConfigMapFacts, KubernetesReferences, SecretFacts } from '../decide/kubernetes/pod-context.ts';
import type { KubeObjects } from '../ports/kube-objects.ts';
import { objectData, registriesIn } from './object-data.ts';

/** What a pod refers to, as it stands now. Values of secrets stay behind, but for names that are none. */
export async function podReferences(objects: KubeObjects, pod: Pod): Promise<KubernetesReferences> {
  const { spec, metadata = {} } = pod;
  const namespace = metadata.namespace ?? 'default';
  const names = namesIn(spec);
  const read = async <Facts>(
    resource: 'configmaps' | 'secrets',
    facts: (object: KubeObject) => Facts,
  ): Promise<Map<string, Facts>> => {
    const found = await Promise.all(
      [...names[resource]].map(async (name) => {
        const object = name ? await objects.read({ resource, namespace, name }) : undefined;
        return object ? ([[name, facts(object)]] as const) : [];
      }),
    );
    return new Map(found.flat());
  };
  const configMaps = await read('configmaps', configMapFacts);
  const secrets = await read('secrets', secretFacts);
  return { configMap: (name) => configMaps.get(name), secret: (name) => secrets.get(name) };
}

function configMapFacts({ data, binaryData }: KubeObject): ConfigMapFacts {
  return {
    data: (data ?? {}) as Record<string, string>,
    binaryKeys: Object.keys((binaryData ?? {}) as Record<string, string>),
  };
}

function secretFacts(secret: KubeObject): SecretFacts {
  const data = objectData(secret);
  const account = data.azurestorageaccountname;
  return {
    keys: Object.keys(data),
    ...(account ? { storageAccount: new TextDecoder().decode(account).trim() } : {}),
    registries: registriesIn(secret).map(({ server, username }) => ({ server, username })),
  };
}

/** Every object that the fields of a pod name. */
function namesIn(spec: PodSpec | undefined): Record<'configmaps' | 'secrets', Set<string>> {
  const configmaps = new Set<string>();
  const secrets = new Set<string>();
  const note = (names: Set<string>, name: string | undefined): void => {
    if (name) names.add(name);
  };
  for (const { env = [], envFrom = [] } of [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])]) {
    for (const { valueFrom } of env) {
      note(configmaps, valueFrom?.configMapKeyRef?.name);
      note(secrets, valueFrom?.secretKeyRef?.name);
    }
    for (const { configMapRef, secretRef } of envFrom) {
      note(configmaps, configMapRef?.name);
      note(secrets, secretRef?.name);
    }
  }
  for (const { configMap, secret, azureFile, csi, projected } of spec?.volumes ?? []) {
    note(configmaps, configMap?.name);
    note(secrets, secret?.secretName);
    note(secrets, azureFile?.secretName);
    note(secrets, csi?.volumeAttributes?.secretName);
    for (const source of projected?.sources ?? []) {
      note(configmaps, source.configMap?.name);
      note(secrets, source.secret?.name);
    }
  }
  for (const { name } of spec?.imagePullSecrets ?? []) note(secrets, name);
  return { configmaps, secrets };
}
