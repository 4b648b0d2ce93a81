/** Objects of the Kubernetes API as they are kept: JSON, of any kind. Their own types come from `kubernetes-types`. */

/** Where an object stands. */
export type KubeKey = {
  /** Plural, with the group unless it is the core: `pods`, `jobs.batch`. */
  resource: string;
  /** Empty for what belongs to no namespace. */
  namespace: string;
  name: string;
};

export type KubeObject = {
  apiVersion: string;
  kind: string;
  metadata: KubeMetadata;
  [field: string]: unknown;
};

/** The part of an object's metadata that the API itself reads and writes. */
export type KubeMetadata = {
  name: string;
  namespace?: string;
  /** Given once: an object that is deleted and made again has another. */
  uid: string;
  /** Of the last write; a decimal number that only grows, over all objects. */
  resourceVersion: string;
  creationTimestamp: string;
  /** Set when its deletion was asked for, and what it stands for has not ended yet. */
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  generateName?: string;
  generation?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: KubeOwnerReference[];
  managedFields?: unknown[];
  [field: string]: unknown;
};

export type KubeOwnerReference = {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
};

/** What was written, with the object as it was after that; a deleted one as it was last, with the version of its deletion. */
export type KubeChange = { type: 'ADDED' | 'MODIFIED' | 'DELETED'; key: KubeKey; object: KubeObject };
