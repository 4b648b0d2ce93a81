import type {
  ContainerGroupState,
  CreateOutcome,
  TaggedContainerGroup,
} from '../../../contract/containers.ts';
import { SlipwayError } from '../../../lib/errors.ts';
import type { ContainerGroupRequest, Containers, RegionCount } from '../../../lib/ports/containers.ts';
import type { VirtualClock } from '../../../local/clock.ts';
import { FakeContainer } from './fake-container.ts';

export { FakeContainer } from './fake-container.ts';

/** What a test lets one group do, or how Azure refuses it. Times are seconds after its creation, on the virtual clock. */
export type ContainerStory = (container: FakeContainer) => Refusal | undefined;
type Refusal = Exclude<CreateOutcome, { kind: 'created' | 'nameTaken' }>;

/** Container groups in memory; each behaves as the story for its attempt says. Calls can be made to fail. */
export class FakeContainers implements Containers {
  readonly #clock: VirtualClock;
  readonly groups = new Map<string, FakeContainer>();
  /** Every create that was asked for, in order. */
  readonly created: ContainerGroupRequest[] = [];
  /** Those of them that were refused. */
  readonly refused: Array<{ name: string } & Refusal> = [];
  readonly kept = new Map<string, Date>();
  story: ContainerStory = () => undefined;
  /** Of every region; without it a region does not tell, and refuses nothing. */
  quota: { groups: number; cores: number } | undefined;
  /** Whether a group that was refused is there all the same, in a failed state. */
  leavesRefused = false;
  /** Number of calls that throw `azure-unavailable` before one works, by method. */
  outages: Partial<Record<'create' | 'read' | 'list' | 'count' | 'readLog' | 'delete', number>> = {};
  /** The most groups that existed at the same time. */
  peak = 0;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  async create(request: ContainerGroupRequest): Promise<CreateOutcome> {
    this.#failIfOut('create');
    const existing = this.groups.get(request.name);
    if (existing) return existing.isOf(request) ? { kind: 'created' } : nameTaken(request.name);
    this.created.push(request);
    const container = new FakeContainer(request, this.#clock);
    const refusal = this.#quotaRefusal(request) ?? this.story(container);
    if (refusal) this.refused.push({ name: request.name, ...refusal });
    if (!refusal || this.leavesRefused) this.groups.set(request.name, container);
    if (refusal) {
      container.provisioningState = 'Failed';
      return refusal;
    }
    this.peak = Math.max(this.peak, this.groups.size);
    return { kind: 'created' };
  }

  async read(name: string): Promise<ContainerGroupState> {
    this.#failIfOut('read');
    return this.groups.get(name)?.shown() ?? { kind: 'absent' };
  }

  async list(): Promise<TaggedContainerGroup[]> {
    this.#failIfOut('list');
    return [...this.groups.values()].map((group) => {
      const keepUntil = this.kept.get(group.request.name)?.toISOString();
      return { ...group.tagged(), ...(keepUntil ? { keepUntil } : {}) };
    });
  }

  async count(region: string): Promise<RegionCount | undefined> {
    this.#failIfOut('count');
    return this.quota && this.#countOf(region, this.quota);
  }

  async readLog(name: string, container: string): Promise<string | undefined> {
    this.#failIfOut('readLog');
    return this.groups.get(name)?.logs.get(container);
  }

  async delete(name: string): Promise<'gone' | 'deleting'> {
    this.#failIfOut('delete');
    const group = this.groups.get(name);
    if (group && group.lingers-- > 0) return 'deleting';
    this.groups.delete(name);
    return 'gone';
  }

  async keepUntil(name: string, until: Date): Promise<void> {
    if (this.groups.has(name)) this.kept.set(name, until);
  }

  #countOf(region: string, quota: { groups: number; cores: number }): RegionCount {
    const inRegion = [...this.groups.values()].filter(({ request }) => request.region === region);
    const cores = inRegion.reduce((sum, group) => sum + group.cores, 0);
    return {
      groups: { limit: quota.groups, used: inRegion.length },
      cores: { limit: quota.cores, used: cores },
    };
  }

  #quotaRefusal(request: ContainerGroupRequest): Refusal | undefined {
    if (!this.quota) return undefined;
    const { groups, cores } = this.#countOf(request.region, this.quota);
    const wanted = request.shape.containers.reduce((sum, { cpu }) => sum + cpu, 0);
    const full = groups.used + 1 > groups.limit ? 'ContainerGroups' : 'StandardCores';
    if (groups.used + 1 <= groups.limit && cores.used + wanted <= cores.limit) return undefined;
    return {
      kind: 'quota',
      message: `container group quota '${full}' exceeded in region '${request.region}'`,
    };
  }

  #failIfOut(method: keyof FakeContainers['outages']): void {
    const left = this.outages[method] ?? 0;
    if (left === 0) return;
    this.outages[method] = left - 1;
    throw new SlipwayError('azure-unavailable', `Containers.${method} is out, as the test wants it.`);
  }
}

function nameTaken(name: string): CreateOutcome {
  return {
    kind: 'nameTaken',
    message: `The resource group has a container group "${name}" of something else.`,
  };
}
