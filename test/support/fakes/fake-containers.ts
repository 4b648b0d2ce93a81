import type {
  ContainerEvent,
  ContainerGroupState,
  ContainerState,
  CreateOutcome,
  TaggedContainerGroup,
} from '../../../contract/containers.ts';
import { SlipwayError } from '../../../lib/errors.ts';
import type { ContainerGroupRequest, Containers } from '../../../lib/ports/containers.ts';
import type { VirtualClock } from '../../../local/clock.ts';

/** What a test lets one container do. Times are seconds after its creation, on the virtual clock. */
export type ContainerStory = (container: FakeContainer) => CreateOutcome | undefined;

/** One created group, as the test's story moves it on. */
export class FakeContainer {
  readonly request: ContainerGroupRequest;
  readonly #clock: VirtualClock;
  provisioningState = 'Pending';
  groupState: string | undefined = 'Pending';
  container: ContainerState | undefined;
  events: ContainerEvent[] = [];
  log: string | undefined;
  /** How many deletions are answered with "deleting" before the group is gone. */
  lingers = 0;

  constructor(request: ContainerGroupRequest, clock: VirtualClock) {
    this.request = request;
    this.#clock = clock;
  }

  get runId(): string {
    return this.request.environment.SLIPWAY_RUN_ID ?? '';
  }

  get attempt(): number {
    return Number(this.request.environment.SLIPWAY_ATTEMPT);
  }

  after(seconds: number, action: () => void): this {
    this.#clock.at(this.#clock.now() + seconds * 1_000, action);
    return this;
  }

  runs(): void {
    this.provisioningState = 'Succeeded';
    this.groupState = 'Running';
    this.container = {
      state: 'running',
      startedAt: new Date(this.#clock.now()).toISOString(),
      restartCount: 0,
    };
  }

  exits(exitCode: number, detail = exitCode === 0 ? 'Completed' : 'Error'): void {
    this.provisioningState = 'Succeeded';
    this.groupState = exitCode === 0 ? 'Succeeded' : 'Failed';
    this.container = {
      ...this.container,
      state: 'terminated',
      exitCode,
      detail,
      restartCount: this.container?.restartCount ?? 0,
    };
  }

  prints(text: string): void {
    this.log = `${this.log ?? ''}${text}`;
  }

  warns(name: string, message: string, count = 1): void {
    this.events.push({ name, message, warning: true, count });
  }
}

/** Container groups in memory; each behaves as the story for its attempt says. Calls can be made to fail. */
export class FakeContainers implements Containers {
  readonly #clock: VirtualClock;
  readonly groups = new Map<string, FakeContainer>();
  /** Every create that was asked for, in order. */
  readonly created: ContainerGroupRequest[] = [];
  readonly kept = new Map<string, Date>();
  story: ContainerStory = () => undefined;
  /** Number of calls that throw `azure-unavailable` before one works, by method. */
  outages: Partial<Record<'create' | 'read' | 'list' | 'readLogs' | 'delete', number>> = {};
  /** The most groups that existed at the same time. */
  peak = 0;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  async create(request: ContainerGroupRequest): Promise<CreateOutcome> {
    this.#failIfOut('create');
    if (this.groups.has(request.name)) return { kind: 'created' };
    this.created.push(request);
    const container = new FakeContainer(request, this.#clock);
    const refusal = this.story(container);
    if (refusal && refusal.kind !== 'created') return refusal;
    this.groups.set(request.name, container);
    this.peak = Math.max(this.peak, this.groups.size);
    return { kind: 'created' };
  }

  async read(name: string): Promise<ContainerGroupState> {
    this.#failIfOut('read');
    const group = this.groups.get(name);
    if (!group) return { kind: 'absent' };
    const { provisioningState, groupState, container, events } = group;
    return { kind: 'present', provisioningState, groupState, container, events };
  }

  async list(): Promise<TaggedContainerGroup[]> {
    this.#failIfOut('list');
    return [...this.groups.values()].map(({ request: { name, tags } }) => ({
      name,
      run: tags['slipway-run'],
      hub: tags['slipway-hub'],
      deadline: tags['slipway-deadline'],
      keepUntil: this.kept.get(name)?.toISOString(),
    }));
  }

  async readLogs(name: string): Promise<string | undefined> {
    this.#failIfOut('readLogs');
    return this.groups.get(name)?.log;
  }

  async delete(name: string): Promise<'gone' | 'deleting'> {
    this.#failIfOut('delete');
    const group = this.groups.get(name);
    if (group && group.lingers-- > 0) return 'deleting';
    this.groups.delete(name);
    return 'gone';
  }

  async keepUntil(name: string, until: Date): Promise<void> {
    this.kept.set(name, until);
  }

  #failIfOut(method: keyof FakeContainers['outages']): void {
    const left = this.outages[method] ?? 0;
    if (left === 0) return;
    this.outages[method] = left - 1;
    throw new SlipwayError('azure-unavailable', `Containers.${method} is out, as the test wants it.`);
  }
}
