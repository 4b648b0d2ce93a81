import { randomBytes } from 'node:crypto';
import type {
  ContainerListener,
  RunningContainer,
  RuntimeContainerSpec,
  RuntimeGroup,
  RuntimeGroupSpec,
} from '../runtime/container-runtime.ts';
import { containerBody, type EngineLimits } from './container-body.ts';
import type { EngineApi } from './engine-api.ts';
import { EngineContainer } from './engine-container.ts';
import { holdNetwork } from './hold-network.ts';
import { labelsOf, type Owner, removeContainer } from './leftovers.ts';

/** Where a group's network holder finds the sockets to this machine. */
const socketsPath = '/run/slipway';

export type EngineGroupContext = {
  api: EngineApi;
  owner: Owner;
  limits: EngineLimits;
  /** An image that has Node, for the holder of a group's network. */
  baseImage: string;
  /** Ports of this machine's loopback that containers reach as they are, and the directory of their sockets. */
  hostPorts: readonly number[];
  socketsDirectory: string;
  imageEnvironment(image: string): Record<string, string>;
};

/** The container that holds a group's network. */
type Holder = { id: string; address: string };

/** The containers of one run of a group, in a network of their own. */
export class EngineGroup implements RuntimeGroup {
  readonly #context: EngineGroupContext;
  readonly #spec: RuntimeGroupSpec;
  readonly #holder: string;
  readonly address: string;
  readonly #containers = new Set<EngineContainer>();

  private constructor(context: EngineGroupContext, spec: RuntimeGroupSpec, holder: Holder) {
    this.#context = context;
    this.#spec = spec;
    this.#holder = holder.id;
    this.address = holder.address;
  }

  /** Resolves when the network is there and its addresses answer. */
  static async open(context: EngineGroupContext, spec: RuntimeGroupSpec): Promise<EngineGroup> {
    const { api } = context;
    const request = { query: { name: uniqueName(spec.name, 'network') }, body: holderBody(context, spec) };
    const { Id } = await api.call<{ Id: string }>('POST', '/containers/create', request);
    try {
      const query = { stream: 'true', stdout: 'true', stderr: 'true' };
      const output = await api.connect(`/containers/${Id}/attach`, { query });
      await api.call('POST', `/containers/${Id}/start`);
      const said = await new Promise<string>((resolve) => {
        output.once('data', (data: Buffer) => resolve(data.toString()));
        output.once('close', () => resolve('it ended'));
      });
      output.destroy();
      if (!said.includes('ready')) throw new Error(`The network of the group could not be made: ${said}`);
      return new EngineGroup(context, spec, { id: Id, address: await addressOf(context, spec, Id) });
    } catch (error) {
      await removeContainer(api, Id).catch(() => {});
      throw error;
    }
  }

  start(spec: RuntimeContainerSpec, listener: ContainerListener): RunningContainer {
    const { api, owner, limits, imageEnvironment } = this.#context;
    const place = { owner, limits, network: this.#holder, imageEnvironment: imageEnvironment(spec.image) };
    const body = containerBody(spec, place);
    const container = new EngineContainer(
      api,
      { name: uniqueName(this.#spec.name, spec.name), body },
      listener,
    );
    this.#containers.add(container);
    container.removed.then(() => this.#containers.delete(container));
    return container;
  }

  async close(): Promise<void> {
    for (const container of this.#containers) container.signal('SIGKILL');
    await Promise.all([...this.#containers].map(({ removed }) => removed));
    await removeContainer(this.#context.api, this.#holder).catch(() => {});
  }
}

/** Engines that run as a person have networks that the machine does not see, but for the ports that are published. */
async function addressOf({ api }: EngineGroupContext, spec: RuntimeGroupSpec, id: string): Promise<string> {
  type Inspected = { NetworkSettings: { Networks?: Record<string, { IPAddress?: string }> } };
  const { NetworkSettings } = await api.call<Inspected>('GET', `/containers/${id}/json`);
  const addresses = Object.values(NetworkSettings.Networks ?? {}).map(({ IPAddress }) => IPAddress);
  return addresses.find(Boolean) ?? spec.ipAddress ?? '127.0.0.1';
}

function holderBody(context: EngineGroupContext, spec: RuntimeGroupSpec): Record<string, unknown> {
  const { baseImage, owner, hostPorts, socketsDirectory } = context;
  const published = spec.ipAddress === undefined ? [] : spec.ports;
  const keys = published.map(({ port, protocol }) => `${port}/${protocol.toLowerCase()}`);
  const bindings = published.map(({ port }) => [{ HostIp: spec.ipAddress, HostPort: String(port) }]);
  return {
    Image: baseImage,
    Entrypoint: ['node', '-e', `(${holdNetwork})(require)`, socketsPath, ...hostPorts.map(String)],
    Cmd: [],
    Hostname: spec.name,
    Labels: labelsOf(owner),
    ExposedPorts: Object.fromEntries(keys.map((key) => [key, {}])),
    HostConfig: {
      PortBindings: Object.fromEntries(keys.map((key, index) => [key, bindings[index]])),
      Binds: [`${socketsDirectory}:${socketsPath}:ro`],
      SecurityOpt: ['label=disable'],
    },
  };
}

/** People see it in the list of their engine's containers. */
function uniqueName(group: string, container: string): string {
  return `${group}_${container}_${randomBytes(3).toString('hex')}`;
}
