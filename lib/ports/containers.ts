import type {
  ContainerGroupState,
  CreateOutcome,
  Placement,
  TaggedContainerGroup,
} from '../../contract/containers.ts';

export type ContainerGroupRequest = {
  name: string;
  image: string;
  command?: string[];
  environment: Record<string, string>;
  secrets: Record<string, string>;
  placement: Placement;
  tags: Record<string, string>;
};

/** Container groups of the configured resource group. Calls throw `azure-unavailable` when trying again may help. */
export interface Containers {
  /** Idempotent: any 2xx is "created"; does not wait for the container to start. */
  create(request: ContainerGroupRequest): Promise<CreateOutcome>;
  read(name: string): Promise<ContainerGroupState>;
  /** Every group of the resource group that carries a `slipway-run` tag. */
  list(): Promise<TaggedContainerGroup[]>;
  /** The log as the service has it now: its last 4 MB while running, far less after the end. Undefined: none yet. */
  readLogs(name: string): Promise<string | undefined>;
  /** Asks for the deletion; `gone` when nothing of that name exists any more. */
  delete(name: string): Promise<'gone' | 'deleting'>;
  /** Writes the `slipway-keep-until` tag; an absent group is fine. */
  keepUntil(name: string, until: Date): Promise<void>;
}
