import { systemClock } from '../../clock.ts';
import type { DocumentStore } from '../document-store.ts';
import type { GroupBody } from '../group-model/group-body.ts';
import { type GroupId, groupKey, resourceId } from '../group-model/group-id.ts';
import type { GroupRecord } from '../group-model/group-record.ts';
import { type GroupSecrets, noSecrets, splitSecrets } from '../group-model/group-secrets.ts';
import type { Operation, Operations } from '../operations/operations.ts';
import type { GroupChange, Quotas } from '../options.ts';
import { validateGroup } from '../validation/validate-group.ts';
import { checkImages, checkLabel, checkOs, checkQuota, checkUpdate, usageOf } from './admit-group.ts';
import { endInterrupted } from './end-interrupted.ts';
import { forcedEnd } from './forced-end.ts';
import type { GroupAddresses } from './group-addresses.ts';
import { groupNotFound, secretsLost, transitioning } from './group-errors.ts';
import type { GroupLogs } from './group-logs.ts';
import { GroupRun } from './group-run.ts';
import type { RunContext } from './run-context.ts';

/** What a container has between SIGTERM and SIGKILL when the emulator stops. */
const closeGraceMs = 2_000;

type Entry = {
  record: GroupRecord;
  secrets: GroupSecrets;
  run?: GroupRun;
  /** The operation that waits for the run to come up. */
  operation?: string;
  /** A stop or restart is going on. */
  ending: boolean;
};

export type ContainerGroupsOptions = {
  context: RunContext;
  store: DocumentStore;
  operations: Operations;
  addresses: GroupAddresses;
  logs: GroupLogs;
  quotas: Quotas;
  /** Called after every change that a GET could show. */
  onChanged(): void;
  /** Called for what Azure sends an event of. */
  onGroupChange(change: GroupChange): void;
};

/** The container groups of the emulator and what can be done with them; refusals are thrown as ArmError. */
export class ContainerGroups {
  readonly #options: ContainerGroupsOptions;
  readonly #entries = new Map<string, Entry>();
  /** Deleted groups whose containers are still ending. */
  readonly #leaving = new Set<string>();
  /** All runs that may still have containers, those of deleted and replaced groups included. */
  readonly #runs = new Set<GroupRun>();
  #closing = false;

  constructor(options: ContainerGroupsOptions) {
    this.#options = options;
    for (const record of options.store.all<GroupRecord>('group')) {
      if (record.ip) record.ip = options.addresses.take();
      endInterrupted(record, options.context.clock.now());
      const entry: Entry = { record, secrets: noSecrets, ending: false };
      this.#entries.set(groupKey(record), entry);
      this.#save(entry);
    }
    options.context.faults.onAdded((fault) => {
      if ((fault.kind !== 'platformKill' && fault.kind !== 'outOfMemory') || fault.afterSeconds) return;
      for (const { record, run } of this.#entries.values()) {
        if (run?.hasRunning && options.context.faults.takeById(fault.id, record.name))
          run.kill(forcedEnd(fault));
      }
    });
  }

  /** Creates a group or replaces an existing one; its containers come up in the background. */
  async put(
    id: GroupId,
    body: GroupBody,
  ): Promise<{ record: GroupRecord; created: boolean; operation: Operation }> {
    const { context, quotas } = this.#options;
    validateGroup(id.name, body);
    const key = groupKey(id);
    this.#refuseTransition(id, this.#entries.get(key));
    await checkImages(id.name, body, context);
    // While the registry was asked, somebody else may have created the group.
    const existing = this.#entries.get(key);
    this.#refuseTransition(id, existing);
    const inRegion = this.#inRegion(id.subscription, body.location).filter(
      (record) => record !== existing?.record,
    );
    if (existing) checkUpdate(existing.record, body);
    checkOs(body);
    checkLabel(id.name, body, inRegion);
    checkQuota(id.name, body, inRegion, quotas, context.faults);

    const { visible, secrets, hasSecrets } = splitSecrets(body);
    const record: GroupRecord = {
      id: existing?.record.id ?? resourceId(id),
      ...id,
      body: visible,
      hasSecrets,
      provisioningState: 'Pending',
      state: 'Pending',
      events: [],
      initContainers: [],
      containers: [],
      ...(existing?.record.ip && { ip: existing.record.ip }),
    };
    const entry: Entry = { record, secrets, ending: false };
    this.#entries.set(key, entry);
    const operation = this.#run(entry, existing?.run);
    return { record, created: !existing, operation };
  }

  get(id: GroupId): GroupRecord {
    return this.#entry(id).record;
  }

  /** A group's current run; undefined when it has not run since the emulator was started. */
  runOf(id: GroupId): GroupRun | undefined {
    return this.#entry(id).run;
  }

  list(subscription: string, resourceGroup?: string): GroupRecord[] {
    const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
    return this.all().filter(
      (record) =>
        same(record.subscription, subscription) &&
        (resourceGroup === undefined || same(record.resourceGroup, resourceGroup)),
    );
  }

  all(): GroupRecord[] {
    return [...this.#entries.values()].map(({ record }) => record);
  }

  /** What a region's groups use of its quotas. */
  usage(subscription: string, location: string): Quotas {
    return usageOf(this.#inRegion(subscription, location));
  }

  updateTags(id: GroupId, tags: Record<string, string>): GroupRecord {
    const entry = this.#entry(id);
    entry.record.body = { ...entry.record.body, tags };
    this.#save(entry);
    return entry.record;
  }

  /** Forgets a group at once and ends its containers; undefined when there is none. */
  delete(id: GroupId): GroupRecord | undefined {
    const key = groupKey(id);
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#refuseInjectedTransition(id);
    this.#entries.delete(key);
    this.#options.store.remove('group', key);
    this.#abandonOperation(entry, 'deleted');
    this.#leaving.add(key);
    void this.#end(entry.run).then(() => {
      if (!this.#closing) this.#options.logs.remove(key);
      this.#options.addresses.release(entry.record.ip);
      this.#leaving.delete(key);
      this.#options.onChanged();
      this.#tell('deleted', entry);
    });
    this.#options.onChanged();
    return entry.record;
  }

  /** Ends a group's containers; it is transitioning until they have ended. */
  stop(id: GroupId): void {
    const entry = this.#entry(id);
    this.#refuseInjectedTransition(id);
    if (entry.ending || entry.record.state === 'Stopped') return;
    this.#abandonOperation(entry, 'stopped');
    entry.ending = true;
    void this.#end(entry.run).then(() => {
      entry.ending = false;
      entry.record.state = 'Stopped';
      entry.record.provisioningState = 'Succeeded';
      this.#save(entry);
    });
  }

  /** Runs a group again that has ended or was stopped; undefined when it is running already. */
  start(id: GroupId): Operation | undefined {
    const entry = this.#entry(id);
    this.#refuseTransition(id, entry);
    if (entry.record.state === 'Running') return undefined;
    return this.#runAgain(entry);
  }

  restart(id: GroupId): Operation {
    const entry = this.#entry(id);
    this.#refuseTransition(id, entry);
    return this.#runAgain(entry);
  }

  /** Ends all containers, as the platform does that goes down, and waits until they are gone. */
  async close(): Promise<void> {
    // Nothing is saved from here on: the next start finds the groups as they ran, as it does after a crash.
    this.#closing = true;
    // A virtual clock may stand still, and nobody waits long for a program to end.
    const grace = { clock: systemClock, graceMs: closeGraceMs };
    await Promise.all([...this.#runs].map((run) => run.stop(grace)));
  }

  async #end(run: GroupRun | undefined): Promise<void> {
    if (!run) return;
    await run.stop();
    this.#runs.delete(run);
  }

  #runAgain(entry: Entry): Operation {
    if (entry.record.hasSecrets && !entry.run) throw secretsLost(entry.record);
    return this.#run(entry, entry.run);
  }

  #run(entry: Entry, previous: GroupRun | undefined): Operation {
    const { context, operations, addresses } = this.#options;
    const { record } = entry;
    const key = groupKey(record);
    if (record.body.properties.ipAddress) record.ip ??= addresses.take();
    const operation = operations.begin({
      groupId: record.id,
      subscription: record.subscription,
      location: record.body.location,
    });
    const begin = (): void => {
      entry.ending = false;
      const run = new GroupRun(context, {
        record,
        secrets: entry.secrets,
        onChanged: () => this.#save(entry),
        onContainerEnded: (container, log) => this.#options.logs.put(key, container, log),
        onProvisioned: (error) => {
          operations.settle(operation.id, error);
          this.#tell(error ? 'failed' : 'written', entry);
        },
      });
      entry.run = run;
      this.#runs.add(run);
      this.#options.logs.remove(key);
      this.#save(entry);
      run.begin();
    };
    entry.operation = operation.id;
    if (previous) {
      entry.ending = true;
      record.provisioningState = 'Pending';
      record.state = 'Pending';
      void this.#end(previous).then(() => {
        if (this.#entries.get(key) === entry && !this.#closing) begin();
      });
    } else {
      begin();
    }
    return operation;
  }

  #save({ record }: Entry): void {
    const key = groupKey(record);
    if (this.#entries.get(key)?.record !== record) return;
    if (!this.#closing) this.#options.store.put('group', key, record);
    this.#options.onChanged();
  }

  #tell(kind: GroupChange['kind'], { record: { id: resource, body } }: Entry): void {
    if (!this.#closing) this.#options.onGroupChange({ kind, resource, tags: body.tags ?? {} });
  }

  #abandonOperation(entry: Entry, what: string): void {
    if (!entry.operation) return;
    this.#options.operations.settle(entry.operation, {
      code: 'OperationCanceled',
      message: `The container group '${entry.record.name}' was ${what} before it was provisioned.`,
    });
  }

  #entry(id: GroupId): Entry {
    const entry = this.#entries.get(groupKey(id));
    if (entry) return entry;
    throw groupNotFound(id);
  }

  #inRegion(subscription: string, location: string): GroupRecord[] {
    const region = (name: string): string => name.toLowerCase().replaceAll(' ', '');
    return this.list(subscription).filter(({ body }) => region(body.location) === region(location));
  }

  #refuseTransition(id: GroupId, entry: Entry | undefined): void {
    this.#refuseInjectedTransition(id);
    const isComingUp =
      entry?.record.provisioningState === 'Pending' || entry?.record.provisioningState === 'Creating';
    if (isComingUp || entry?.ending || this.#leaving.has(groupKey(id))) throw transitioning(id);
  }

  #refuseInjectedTransition(id: GroupId): void {
    if (this.#options.context.faults.isLasting('transitioning', id.name)) throw transitioning(id);
  }
}
