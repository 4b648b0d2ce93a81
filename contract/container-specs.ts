/** What a container group is to be. Only references of secrets stand here: the values never cross a durable boundary. */

/** Where a value comes from that is read when the group is created. */
export type SecretSource =
  /** A secret of the app's settings. An optional one is left out where it does not exist. */
  | { kind: 'setting'; name: string; optional?: boolean }
  /** A key of an object of the Kubernetes face. */
  | { kind: 'kubernetes'; resource: 'configmaps' | 'secrets'; namespace: string; name: string; key: string }
  /** The password of a registry, in a pull secret of the Kubernetes face. */
  | { kind: 'registryPassword'; namespace: string; name: string; server: string }
  /** Several values, one after the other. */
  | { kind: 'joined'; parts: SecretSource[] }
  /** No secret, where one may stand. */
  | { kind: 'text'; text: string };

/** One container of a group. `Value` is what stands for a secret: its source, or in the request to Azure the value itself. */
export type ContainerSpec<Value = SecretSource> = {
  /** `[a-z0-9-]`, unique in its group. */
  name: string;
  image: string;
  /** In place of the image's own entry point, in exec form. */
  command?: string[];
  environment: Record<string, string>;
  secrets: Record<string, Value>;
  cpu: number;
  memoryGb: number;
  /** The most that it may use, where that is more than the size that it is sure to have. */
  limits?: { cpu: number; memoryGb: number };
  gpu?: { count: number; sku: string };
  /** Open to the other containers of the group; what is reachable from outside stands at the group. */
  ports?: Port[];
  mounts?: VolumeMount[];
  probes?: { liveness?: Probe; readiness?: Probe };
  /** Whether the group has ended only when this one has, and fails with it. Default true; false for a helper beside the work. */
  essential?: boolean;
};

/** A container that runs to its end before the others start, one after the other. It has the whole group's size. */
export type InitContainerSpec<Value = SecretSource> = Pick<
  ContainerSpec<Value>,
  'name' | 'image' | 'command' | 'environment' | 'secrets' | 'mounts'
>;

export type Port = { port: number; protocol?: 'TCP' | 'UDP' };

export type VolumeMount = { volume: string; path: string; readOnly?: boolean };

/** How Azure finds out whether a container lives, or may get requests. */
export type Probe = {
  check: { kind: 'command'; command: string[] } | { kind: 'http'; port: number; path?: string };
  initialDelaySeconds?: number;
  periodSeconds?: number;
  failureThreshold?: number;
  timeoutSeconds?: number;
};

/** A file need not be text. */
type FileContent<Value> = Value extends string ? string | Uint8Array : Value;

/** `name`: 5 to 63 of `[a-z0-9-]`. */
export type VolumeSpec<Value = SecretSource> = { name: string } & (
  | { kind: 'emptyDir' }
  | { kind: 'secret'; files: Record<string, FileContent<Value>> }
  | { kind: 'azureFile'; share: string; account: string; key: Value; readOnly?: boolean }
  | { kind: 'gitRepo'; repository: string; directory?: string; revision?: string }
);

/** How images of a private registry are pulled: with a password, or as one of the group's identities. */
export type RegistrySpec<Value = SecretSource> = { server: string } & (
  | { username: string; password: Value }
  | { identity: string }
);

/** Everything about a group that Azure is told, but where it is placed and whose it is. */
export type GroupShape<Value = SecretSource> = {
  /** At least one. */
  containers: ContainerSpec<Value>[];
  initContainers?: InitContainerSpec<Value>[];
  volumes?: VolumeSpec<Value>[];
  /** Reachable from outside. None: the group has no address. */
  ports?: Port[];
  /** The label of its public name. */
  dnsName?: string;
  /** Resource ids of user-assigned identities. */
  identities?: string[];
  registries?: RegistrySpec<Value>[];
  /** Default `Never`. */
  restartPolicy?: 'Never' | 'OnFailure' | 'Always';
  /** The resource id of a subnet; such a group has no public address. */
  subnet?: string;
  priority?: 'regular' | 'spot';
  zones?: string[];
  /** In memory that the host can't read, by a policy that Azure makes up where none is given. */
  confidential?: { policy?: string };
  logAnalytics?: { workspaceId: string; workspaceKey: Value };
};

/** One region, with other sizes than the containers' own where it is short of those. */
export type Placement = { region: string; sizes?: Record<string, { cpu: number; memoryGb: number }> };

/** When a container group that did not end well is tried again, besides where Azure was to blame. */
export type RetrySpec = {
  /** Before the second attempt; each further pause is `factor` times as long, up to `longestSeconds`. */
  backoffSeconds: number;
  factor: number;
  longestSeconds: number;
  /** The exit codes of containers after which another attempt may end otherwise. */
  exitCodes: 'any' | number[];
};

/** One container group, described whole. */
export type ContainerGroupSpec = GroupShape & {
  /** A short word for names and logs, `[a-z0-9-]`. */
  name: string;
  /** Tried in order when capacity is short; at least one. */
  placements: Placement[];
  /** `slipway`: its essential containers get a callback URL and a token, and the first final report ends the run. */
  reports: 'slipway' | 'none';
  /** What a container may ask the app for with its token: access to a site's releases, the input of a run. */
  grants?: { releases?: string; input?: string };
  /** From the creation to the first running container. */
  provisioningDeadlineSeconds: number;
  /** From the first running container to the end; without it the group may run for ever. */
  runningDeadlineSeconds?: number;
  /** At least 1. A new attempt is a new group, made only for outcomes that may end otherwise. */
  maxAttempts: number;
  /** The pauses before new attempts, and the exit codes after which one may help; with neither, as for builds. */
  retry?: RetrySpec;
  /** How long a failed group is kept for a look at it; 0 deletes it at once. */
  keepOnFailureMinutes: number;
};
