/** What a manifest refers to, as far as it decides about the container group. No value of a secret is among it. */
export type KubernetesReferences = {
  configMap(name: string): ConfigMapFacts | undefined;
  secret(name: string): SecretFacts | undefined;
};

export type ConfigMapFacts = {
  data: Readonly<Record<string, string>>;
  /** Keys whose values are no text. */
  binaryKeys: readonly string[];
};

export type SecretFacts = {
  keys: readonly string[];
  /** The value of `azurestorageaccountname`. */
  storageAccount?: string;
  /** The registries that it opens, as `docker login` writes them. */
  registries: ReadonlyArray<{ server: string; username: string }>;
};

export type PodContext = {
  references: KubernetesReferences;
  /** Regions, in order. */
  locations: readonly string[];
};

/** Who a pod is: what fields of it stand for. */
export type PodIdentity = {
  name: string;
  namespace: string;
  uid: string;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  serviceAccountName: string;
};

/** There is no node; what asks for its name gets this. */
export const nodeName = 'slipway';
