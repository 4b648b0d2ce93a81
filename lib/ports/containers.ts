import type { GroupShape } from '../../contract/container-specs.ts';
import type {
  ContainerGroupState,
  CreateOutcome,
  Owner,
  TaggedContainerGroup,
} from '../../contract/containers.ts';

export type ContainerGroupRequest = {
  name: string;
  region: string;
  owner: Owner;
  attempt: number;
  deadline?: Date;
  /** With the values of its secrets, and the sizes of its placement. */
  shape: GroupShape<string>;
};

/** A region's own count of groups and cores, everybody's together. */
export type RegionCount = Record<'groups' | 'cores', { limit: number; used: number }>;

/** Container groups of the configured resource group. Calls throw `azure-unavailable` when trying again may help. */
export interface Containers {
  /** Idempotent: any 2xx is "created"; does not wait for the containers to start. */
  create(request: ContainerGroupRequest): Promise<CreateOutcome>;
  read(name: string): Promise<ContainerGroupState>;
  /** Every group of the resource group that has an owner. */
  list(): Promise<TaggedContainerGroup[]>;
  /** The limits of the subscription in a region; undefined where it does not tell. */
  count(region: string): Promise<RegionCount | undefined>;
  /**
   * The log of one container as the service has it now: its last 4 MB while running, far less after the end. Undefined: none yet.
   */
  readLog(name: string, container: string): Promise<string | undefined>;
  /** Asks for the deletion; `gone` when nothing of that name exists any more. */
  delete(name: string): Promise<'gone' | 'deleting'>;
  /** Writes the `slipway-keep-until` tag; an absent group is fine. */
  keepUntil(name: string, until: Date): Promise<void>;
}
