import type {
  ActionOutcome,
  CachedImage,
  CapabilityRow,
  ConnectOutcome,
  GroupAction,
  GroupDetails,
  PutOutcome,
  UsageRow,
} from '../../contract/container-operations.ts';
import type { Owner } from '../../contract/containers.ts';
import type { ContainerGroupRequest } from './containers.ts';

/** What a person asks for: a group that is described, or the body of the management API as it is. */
export type PutRequest =
  | ({ kind: 'described' } & ContainerGroupRequest)
  /** Passed on as it is but for the tags that say whose it is. */
  | {
      kind: 'raw';
      name: string;
      region: string;
      owner: Owner;
      deadline?: Date;
      body: Record<string, unknown>;
    };

export type TagChanges = { tags?: Record<string, string | null>; deadline?: Date | null };

/**
 * The plain operations on container groups of the configured resource group, whoever made them. None waits for what it began.
 * Calls throw `azure-unavailable` when trying again may help, and `azure-refused` where the app lacks rights.
 */
export interface ContainerOperations {
  /** Names and regions of all groups, by name; how each stands says only `read`. */
  list(): Promise<Array<Pick<GroupDetails, 'name' | 'region' | 'owner'>>>;
  read(name: string): Promise<GroupDetails | undefined>;
  /** Makes the group, or changes the one of that name, which restarts its containers. */
  put(request: PutRequest): Promise<PutOutcome>;
  /** Writes tags and the deadline of a group, or takes off what is null; its containers go on. `absent`: there is no such group. */
  tag(name: string, changes: TagChanges): Promise<'tagged' | 'absent'>;
  act(name: string, action: GroupAction): Promise<ActionOutcome>;
  /** Undefined: there is no log yet, or no such group. `tail`: only so many last lines. */
  readLog(
    name: string,
    container: string,
    options: { tail?: number; timestamps?: boolean },
  ): Promise<string | undefined>;
  /** Starts one program, without arguments, beside the container's own. */
  exec(
    name: string,
    container: string,
    options: { command: string; rows: number; columns: number },
  ): Promise<ConnectOutcome>;
  /** Connects with the container's own program. */
  attach(name: string, container: string): Promise<ConnectOutcome>;
  /** Undefined, as the next two: there is no such region. */
  usage(region: string): Promise<UsageRow[] | undefined>;
  capabilities(region: string): Promise<CapabilityRow[] | undefined>;
  cachedImages(region: string): Promise<CachedImage[] | undefined>;
}
