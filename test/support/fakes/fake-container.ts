import type {
  ContainerEvent,
  ContainerGroupState,
  ContainerState,
  TaggedContainerGroup,
} from '../../../contract/containers.ts';
import type { ContainerGroupRequest } from '../../../lib/ports/containers.ts';
import type { VirtualClock } from '../../../local/clock.ts';

/** One created group, as the test's story moves it on. Where a story names no container, it means the first. */
export class FakeContainer {
  readonly request: ContainerGroupRequest;
  readonly logs = new Map<string, string>();
  readonly #clock: VirtualClock;
  readonly #containers: ContainerState[];
  readonly #initContainers: ContainerState[];
  readonly #events: ContainerEvent[] = [];
  provisioningState = 'Pending';
  groupState: string | undefined = 'Pending';
  /** Of a group with ports, once it runs. */
  ip: string | undefined;
  /** How many deletions are answered with "deleting" before the group is gone. */
  lingers = 0;

  constructor(request: ContainerGroupRequest, clock: VirtualClock) {
    this.request = request;
    this.#clock = clock;
    const waiting = ({ name }: { name: string }): ContainerState => ({
      name,
      state: 'waiting',
      restartCount: 0,
      events: [],
    });
    this.#containers = request.shape.containers.map(waiting);
    this.#initContainers = (request.shape.initContainers ?? []).map(waiting);
  }

  get runId(): string {
    return this.request.owner.id;
  }

  get attempt(): number {
    return this.request.attempt;
  }

  /** The variables of the first container. */
  get environment(): Record<string, string> {
    return this.request.shape.containers[0]?.environment ?? {};
  }

  get cores(): number {
    return this.request.shape.containers.reduce((sum, { cpu }) => sum + cpu, 0);
  }

  after(seconds: number, action: () => void): this {
    this.#clock.at(this.#clock.now() + seconds * 1_000, action);
    return this;
  }

  runs(name?: string): void {
    this.provisioningState = 'Succeeded';
    this.groupState = 'Running';
    if (this.request.shape.ports) this.ip ??= addressOf(this.request.name);
    Object.assign(this.#named(name), {
      state: 'running',
      startedAt: new Date(this.#clock.now()).toISOString(),
    });
  }

  exits(exitCode: number, name?: string): void {
    const detail = exitCode === 0 ? 'Completed' : 'Error';
    Object.assign(this.#named(name), {
      state: 'terminated',
      exitCode,
      detail,
      finishedAt: new Date(this.#clock.now()).toISOString(),
    });
    if (!this.#containers.every(({ state }) => state === 'terminated')) return;
    this.provisioningState = 'Succeeded';
    this.groupState = this.#containers.every((each) => each.exitCode === 0) ? 'Succeeded' : 'Failed';
  }

  prints(text: string, name?: string): void {
    const container = this.#named(name).name;
    this.logs.set(container, `${this.logs.get(container) ?? ''}${text}`);
  }

  warns(name: string, message: string, count = 1): void {
    this.#events.push({ name, message, warning: true, count });
  }

  /** Whether this is the group that is asked for again. */
  isOf({ owner, attempt }: ContainerGroupRequest): boolean {
    const own = this.request.owner;
    return (
      own.hub === owner.hub && own.kind === owner.kind && own.id === owner.id && attempt === this.attempt
    );
  }

  shown(): ContainerGroupState {
    return structuredClone({
      kind: 'present',
      provisioningState: this.provisioningState,
      ...(this.groupState === undefined ? {} : { groupState: this.groupState }),
      ...(this.ip === undefined ? {} : { ip: this.ip }),
      containers: this.#containers,
      initContainers: this.#initContainers,
      events: this.#events,
    });
  }

  tagged(): TaggedContainerGroup {
    const { name, region, owner, attempt, deadline } = this.request;
    return {
      name,
      region,
      owner,
      attempt,
      provisioningState: this.provisioningState,
      ...(this.ip === undefined ? {} : { ip: this.ip }),
      cores: this.cores,
      containers: [...this.#initContainers, ...this.#containers].map((container) => container.name),
      ...(deadline ? { deadline: deadline.toISOString() } : {}),
    };
  }

  #named(name = this.#containers[0]?.name): ContainerState {
    const found = [...this.#containers, ...this.#initContainers].find((container) => container.name === name);
    if (!found) throw new Error(`The group "${this.request.name}" has no container "${name}".`);
    return found;
  }
}

/** Another for each name, and the same for the same. */
function addressOf(name: string): string {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + character.charCodeAt(0)) % 65_536;
  return `10.1.${sum >> 8}.${sum % 256}`;
}
