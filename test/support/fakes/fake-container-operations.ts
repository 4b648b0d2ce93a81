import type {
  ActionOutcome,
  ConnectOutcome,
  GroupAction,
  GroupDetails,
  OperatedContainer,
  PutOutcome,
} from '../../../contract/container-operations.ts';
import { SlipwayError } from '../../../lib/errors.ts';
import type { ContainerOperations, PutRequest, TagChanges } from '../../../lib/ports/container-operations.ts';

/** Container groups in memory, as people operate them. A container runs until its variable EXIT_CODE says otherwise. */
export class FakeContainerOperations implements ContainerOperations {
  readonly groups = new Map<string, GroupDetails>();
  readonly logs = new Map<string, string>();
  /** Every request that Azure took. */
  readonly taken: PutRequest[] = [];
  readonly acts: Array<{ name: string; action: GroupAction }> = [];
  /** What the next PUTs are answered with instead, in order. */
  readonly refusals: PutOutcome[] = [];
  /** What every start, stop and restart is answered with instead. */
  actRefusal: ActionOutcome | undefined;
  connectRefusal: ConnectOutcome | undefined;
  /** Every call throws, as when Azure is down. */
  isOut = false;

  async list(): ReturnType<ContainerOperations['list']> {
    this.#failIfOut();
    return [...this.groups.values()]
      .map(({ name, region, owner }) => ({ name, region, ...(owner ? { owner } : {}) }))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  async read(name: string): Promise<GroupDetails | undefined> {
    this.#failIfOut();
    return structuredClone(this.groups.get(name));
  }

  async put(request: PutRequest): Promise<PutOutcome> {
    this.#failIfOut();
    const refusal = this.refusals.shift();
    if (refusal) return refusal;
    const existing = this.groups.get(request.name);
    this.taken.push(request);
    this.groups.set(request.name, this.#made(request));
    return { kind: existing ? 'updated' : 'created' };
  }

  async tag(name: string, { tags, deadline }: TagChanges): Promise<'tagged' | 'absent'> {
    this.#failIfOut();
    const group = this.groups.get(name);
    if (!group) return 'absent';
    if (deadline !== undefined) group.deadline = deadline?.toISOString();
    const all = Object.entries({ ...group.tags, ...tags }).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    );
    group.tags = all.length > 0 ? Object.fromEntries(all) : undefined;
    return 'tagged';
  }

  async act(name: string, action: GroupAction): Promise<ActionOutcome> {
    this.#failIfOut();
    if (this.actRefusal) return this.actRefusal;
    const group = this.groups.get(name);
    if (!group) return { kind: 'absent' };
    this.acts.push({ name, action });
    const isStopped = action === 'stop';
    group.groupState = isStopped ? 'Stopped' : 'Running';
    for (const container of group.containers) {
      container.state = isStopped ? 'terminated' : 'running';
      delete container.exitCode;
    }
    return { kind: 'accepted' };
  }

  async readLog(
    name: string,
    container: string,
    { tail, timestamps }: { tail?: number; timestamps?: boolean },
  ): Promise<string | undefined> {
    this.#failIfOut();
    const log = this.logs.get(`${name}/${container}`);
    if (log === undefined) return undefined;
    const lines = log.split('\n').slice(0, -1);
    const last = tail ? lines.slice(-tail) : lines;
    return last.map((line) => `${timestamps ? '2026-01-01T00:00:00.000Z ' : ''}${line}\n`).join('');
  }

  async exec(name: string, container: string, { command }: { command: string }): Promise<ConnectOutcome> {
    return this.#connect(name, container, command);
  }

  async attach(name: string, container: string): Promise<ConnectOutcome> {
    return this.#connect(name, container, 'attach');
  }

  async usage(region: string): ReturnType<ContainerOperations['usage']> {
    if (region === 'nowhere') return undefined;
    return [
      { name: 'ContainerGroups', used: this.#inRegion(region).length, limit: 100 },
      { name: 'StandardCores', used: this.#coresIn(region), limit: 100 },
    ];
  }

  async capabilities(region: string): ReturnType<ContainerOperations['capabilities']> {
    if (region === 'nowhere') return undefined;
    return [{ osType: 'Linux', gpu: 'None', maxCpu: 4, maxMemoryGb: 16, maxGpuCount: 0 }];
  }

  async cachedImages(region: string): ReturnType<ContainerOperations['cachedImages']> {
    return region === 'nowhere' ? undefined : [{ osType: 'Linux', image: 'shell' }];
  }

  #made(request: PutRequest): GroupDetails {
    const { name, region, owner, deadline } = request;
    const shape =
      request.kind === 'described' ? request.shape : { containers: [], restartPolicy: 'Always' as const };
    return {
      name,
      region,
      owner,
      attempt: 1,
      ...(deadline ? { deadline: deadline.toISOString() } : {}),
      provisioningState: 'Succeeded',
      groupState: 'Running',
      restartPolicy: shape.restartPolicy ?? 'Never',
      containers: shape.containers.map(({ name: container, image, cpu, memoryGb, environment }) => {
        if (environment.SAYS) this.logs.set(`${name}/${container}`, `${environment.SAYS}\n`);
        return { ...aContainer(container, image, environment.EXIT_CODE), cpu, memoryGb };
      }),
      initContainers: [],
      events: [],
    };
  }

  #connect(name: string, container: string, what: string): ConnectOutcome {
    this.#failIfOut();
    if (this.connectRefusal) return this.connectRefusal;
    const group = this.groups.get(name);
    if (!group) return { kind: 'absent' };
    if (group.containers.every((each) => each.name !== container || each.state !== 'running'))
      return { kind: 'refused', message: `The container '${container}' does not run.` };
    return { kind: 'open', webSocketUri: `wss://azure.test/${name}/${container}/${what}`, password: 'once' };
  }

  #inRegion(region: string): GroupDetails[] {
    return [...this.groups.values()].filter((group) => group.region === region);
  }

  #coresIn(region: string): number {
    const containers = this.#inRegion(region).flatMap((group) => group.containers);
    return containers.reduce((sum, { cpu = 0 }) => sum + cpu, 0);
  }

  #failIfOut(): void {
    if (this.isOut) throw new SlipwayError('azure-unavailable', 'Azure is out, as the test wants it.');
  }
}

function aContainer(name: string, image: string, exitCode: string | undefined): OperatedContainer {
  const common = { name, image, restartCount: 0, events: [] };
  return exitCode
    ? { ...common, state: 'terminated', exitCode: Number(exitCode) }
    : { ...common, state: 'running' };
}
