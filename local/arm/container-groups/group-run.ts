import type { ContainerBody } from '../group-model/group-body.ts';
import {
  addEvent,
  type ContainerRecord,
  type GroupRecord,
  newContainerRecord,
} from '../group-model/group-record.ts';
import type { GroupSecrets } from '../group-model/group-secrets.ts';
import type { OperationError } from '../operations/operations.ts';
import { startProbes } from '../probes/start-probes.ts';
import type { RuntimeGroup } from '../runtime/container-runtime.ts';
import { FailedMount } from '../volumes/failed-mount.ts';
import { GroupVolumes } from '../volumes/group-volumes.ts';
import { capacityMessage } from './capacity-message.ts';
import type { ContainerLog } from './container-log.ts';
import { ContainerRun, type StopGrace } from './container-run.ts';
import { type ForcedEnd, forcedEnd } from './forced-end.ts';
import { pullImages } from './pull-images.ts';
import type { RunContext } from './run-context.ts';
import { runtimeSpec } from './runtime-spec.ts';

export type GroupRunOptions = {
  record: GroupRecord;
  secrets: GroupSecrets;
  onChanged(): void;
  onContainerEnded(container: string, log: ContainerLog): void;
  /** The group is up, or has failed to come up. Called once, unless the run is stopped before. */
  onProvisioned(error?: OperationError): void;
};

/** One run of a group: node, pull, init containers, containers, end. A restart of the group is a new run. */
export class GroupRun {
  readonly #context: RunContext;
  readonly #options: GroupRunOptions;
  readonly #runs = new Map<string, ContainerRun>();
  readonly #volumes: GroupVolumes;
  #opening: Promise<RuntimeGroup> | undefined;
  readonly #timers = new Set<() => void>();
  readonly #startedOrEnded = new Set<string>();
  readonly #finished = new Map<string, number>();
  #provisioned = false;
  #stopped = false;
  #cancelTimeout = (): void => {};

  constructor(context: RunContext, options: GroupRunOptions) {
    this.#context = context;
    this.#volumes = new GroupVolumes(context.volumes);
    this.#options = options;
    const { record } = options;
    const { containers, initContainers } = record.body.properties;
    record.provisioningState = 'Pending';
    record.state = 'Pending';
    record.events = [];
    record.containers = containers.map(({ name }) => newContainerRecord(name));
    record.initContainers = (initContainers ?? []).map(({ name }) => newContainerRecord(name));
  }

  /** Lets the timeline begin. */
  begin(): void {
    const { faults, timings } = this.#context;
    const name = this.#record.name;
    const noCapacity = faults.take('insufficientCapacity', name, this.#record.body.location);
    const lateMs = (faults.take('slowStart', name)?.seconds ?? 0) * 1000;
    const isStuck = faults.take('stuckProvisioning', name) !== undefined;
    this.#later(timings.nodeAssignedMs + lateMs, () => {
      if (noCapacity) this.#failForCapacity();
      else if (!isStuck) this.#pull();
    });
    this.#cancelTimeout = this.#later(timings.provisioningTimeoutMs, () =>
      this.#fail({
        code: 'ProvisioningTimeout',
        message: `The container group '${name}' was not provisioned within ${timings.provisioningTimeoutMs / 60_000} minutes.`,
      }),
    );
  }

  /** Ends all containers for good and waits for them; the group's state is the caller's to set. */
  async stop(grace: StopGrace = this.#grace): Promise<void> {
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
    this.#stopped = true;
    await Promise.all([...this.#runs.values()].map((run) => run.stop(grace)));
    await this.#opening?.then(
      (group) => group.close(),
      () => {},
    );
    await this.#volumes.remove();
  }

  get hasRunning(): boolean {
    return this.#running.length > 0;
  }

  /** Kills what runs, as the platform does. */
  kill(forced: ForcedEnd): void {
    for (const run of this.#running) run.kill(forced);
  }

  find(container: string): ContainerRun | undefined {
    return this.#runs.get(container);
  }

  get #running(): ContainerRun[] {
    return [...this.#runs.values()].filter((run) => run.record.currentState?.state === 'Running');
  }

  get #grace(): StopGrace {
    return { clock: this.#context.clock, graceMs: this.#context.timings.stopGraceMs };
  }

  get #record(): GroupRecord {
    return this.#options.record;
  }

  get #bodies(): { containers: ContainerBody[]; initContainers: ContainerBody[] } {
    const { containers, initContainers } = this.#record.body.properties;
    return { containers, initContainers: initContainers ?? [] };
  }

  #pull(): void {
    this.#record.provisioningState = 'Creating';
    pullImages(this.#context, {
      record: this.#record,
      credentials: this.#options.secrets.registries,
      isOver: () => this.#stopped || this.#record.provisioningState === 'Failed',
      later: (delayMs, action) => this.#later(delayMs, action),
      onChanged: this.#options.onChanged,
      onPulled: () =>
        this.#later(this.#context.timings.startMs, () => {
          this.#opening = this.#open();
          this.#opening.then(
            (group) => this.#startInit(group, 0),
            (error: Error) => this.#failToOpen(error),
          );
        }),
    });
  }

  /** Makes what the containers share. */
  async #open(): Promise<RuntimeGroup> {
    const { runtime } = this.#context;
    const { id, name, ip, body } = this.#record;
    await this.#volumes.make(body, this.#options.secrets);
    return runtime.openGroup({
      id,
      name,
      ...(ip && { ipAddress: ip }),
      ports: body.properties.ipAddress?.ports ?? [],
    });
  }

  #startInit(group: RuntimeGroup, index: number): void {
    // An init container may end well because it is being stopped.
    if (this.#stopped) return;
    const body = this.#bodies.initContainers[index];
    const record = this.#record.initContainers[index];
    if (!body || !record) {
      this.#startAll(group);
      return;
    }
    const run = this.#run(group, body, record, {
      onStarted: () => {},
      onFinished: (exitCode) => {
        if (exitCode === 0) this.#startInit(group, index + 1);
        else this.#endGroup('Failed');
      },
    });
    const failure = this.#context.faults.take('initFailure', this.#record.name);
    if (failure) run.forceEnd({ exitCode: failure.exitCode ?? 1 });
    run.start();
  }

  #startAll(group: RuntimeGroup): void {
    const { name, containers } = this.#record;
    const { faults } = this.#context;
    const kills = [faults.take('platformKill', name), faults.take('outOfMemory', name)];
    const runs = containers.map((record, index) => {
      const body = this.#bodies.containers[index] as ContainerBody;
      return this.#run(group, body, record, {
        onStarted: () => this.#up(record.name),
        onFinished: (exitCode) => {
          this.#finished.set(record.name, exitCode);
          this.#up(record.name);
          if (this.#finished.size === containers.length) this.#allFinished();
        },
      });
    });
    for (const run of runs) run.start();
    for (const fault of kills) {
      if (!fault) continue;
      this.#later((fault.afterSeconds ?? 0) * 1000, () => {
        for (const run of runs) run.kill(forcedEnd(fault));
      });
    }
  }

  #run(
    group: RuntimeGroup,
    body: ContainerBody,
    record: ContainerRecord,
    on: { onStarted(): void; onFinished(exitCode: number): void },
  ): ContainerRun {
    const { restartPolicy } = this.#record.body.properties;
    const run = new ContainerRun(this.#context, {
      record,
      launch: (listener) => {
        const { secrets } = this.#options;
        return group.start(runtimeSpec(body, secrets, this.#volumes.mountsOf(body)), listener);
      },
      watch: (instance, on) =>
        startProbes(this.#context.clock, { container: body, instance, address: group.address, ...on }),
      restartsAfter: (exitCode) => {
        const isInit = this.#record.initContainers.includes(record);
        if (restartPolicy === 'Always' && !isInit) return true;
        if (exitCode === 0) return false;
        if (restartPolicy !== 'Never') return true;
        return this.#context.faults.take('restartDespiteNever', this.#record.name) !== undefined;
      },
      onStarted: on.onStarted,
      onFinished: (exitCode) => {
        this.#options.onContainerEnded(record.name, run.log);
        on.onFinished(exitCode);
      },
      onChanged: this.#options.onChanged,
    });
    this.#runs.set(record.name, run);
    return run;
  }

  /** Counts a container as brought up: it has started, or has even ended already. */
  #up(container: string): void {
    this.#startedOrEnded.add(container);
    if (this.#provisioned || this.#stopped || this.#startedOrEnded.size < this.#record.containers.length)
      return;
    this.#record.state = 'Running';
    this.#settle();
  }

  #allFinished(): void {
    if (this.#context.faults.take('runningAfterTermination', this.#record.name)) return;
    this.#endGroup([...this.#finished.values()].every((exitCode) => exitCode === 0) ? 'Succeeded' : 'Failed');
  }

  #endGroup(state: 'Succeeded' | 'Failed'): void {
    if (this.#stopped) return;
    this.#record.state = state;
    this.#settle();
  }

  #failToOpen(error: Error): void {
    if (this.#stopped) return;
    const { message } = error;
    const name = error instanceof FailedMount ? 'FailedMount' : 'Failed';
    addEvent(this.#record.events, this.#context.clock.now(), { name, message, type: 'Warning' });
    this.#fail({ message });
  }

  #failForCapacity(): void {
    const { clock } = this.#context;
    const { body, events } = this.#record;
    const message = capacityMessage(body);
    // The name does end in a dot on the wire.
    addEvent(events, clock.now(), { name: 'InsufficientCapacity.', message, type: 'Warning' });
    this.#fail({ message });
  }

  #fail(error: OperationError): void {
    this.#record.state = 'Failed';
    this.#settle(error);
  }

  #settle(error?: OperationError): void {
    if (this.#provisioned) return;
    this.#provisioned = true;
    this.#cancelTimeout();
    this.#record.provisioningState = error ? 'Failed' : 'Succeeded';
    if (error) for (const cancel of this.#timers) cancel();
    this.#options.onChanged();
    this.#options.onProvisioned(error);
  }

  /** Like the clock's `at`, but cancelled when the run is stopped. */
  #later(delayMs: number, action: () => void): () => void {
    const { clock } = this.#context;
    const cancelOnClock = clock.at(clock.now() + delayMs, () => {
      this.#timers.delete(cancel);
      action();
    });
    const cancel = (): void => {
      cancelOnClock();
      this.#timers.delete(cancel);
    };
    this.#timers.add(cancel);
    return cancel;
  }
}
