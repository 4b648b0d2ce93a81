/**
 * Which lists are merged element by element, and by what they are told apart: the one thing about the schema that no package of
 * the registry carries. All other lists are replaced as a whole. By definition and field; the first key is the one that
 * strategic merge patches know.
 */
export const mergeKeys: Record<string, Record<string, readonly string[]>> = {
  'io.k8s.api.core.v1.PodSpec': {
    containers: ['name'],
    ephemeralContainers: ['name'],
    hostAliases: ['ip'],
    imagePullSecrets: ['name'],
    initContainers: ['name'],
    resourceClaims: ['name'],
    schedulingGates: ['name'],
    topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
    volumes: ['name'],
  },
  'io.k8s.api.core.v1.Container': {
    env: ['name'],
    ports: ['containerPort', 'protocol'],
    volumeDevices: ['devicePath'],
    volumeMounts: ['mountPath'],
  },
  'io.k8s.api.core.v1.EphemeralContainer': {
    env: ['name'],
    ports: ['containerPort', 'protocol'],
    volumeDevices: ['devicePath'],
    volumeMounts: ['mountPath'],
  },
  'io.k8s.api.core.v1.ResourceRequirements': { claims: ['name'] },
  'io.k8s.api.core.v1.PodStatus': { conditions: ['type'], hostIPs: ['ip'], podIPs: ['ip'] },
  'io.k8s.api.core.v1.NamespaceStatus': { conditions: ['type'] },
  'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta': { ownerReferences: ['uid'] },
};

/** Lists of plain values that are merged as sets. */
export const sets: Record<string, readonly string[]> = {
  'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta': ['finalizers'],
};

/** Keys of elements that may be left out, and what they are then. */
export const keyDefaults: Record<string, string> = { protocol: 'TCP' };
