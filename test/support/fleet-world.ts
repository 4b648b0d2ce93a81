import { expect } from 'vitest';
import type { Allocation, Server } from '../../contract/fleets.ts';
import { chooseServer } from '../../lib/decide/fleets/choose-server.ts';
import { serverTransition } from '../../lib/decide/fleets/server-transition.ts';
import { wakeFleet } from '../../lib/fleets/wake-fleet.ts';
import { fleetRunId, sweepRunId } from '../../lib/ids.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { Strictness } from '../../local/testing/index.ts';
import type { TriggerDependencies } from '../../triggers/dependencies.ts';
import { fleetsTimer } from '../../triggers/fleets/fleets-timer.ts';
import { aFleet } from './a-fleet.ts';
import type { FakeContainer } from './fakes/fake-containers.ts';
import { runsOfBench } from './runs-of-bench.ts';
import { startTestApp, type TestApp } from './test-app.ts';

const name = 'arena';

/** From the creation of a group until it runs. */
export const startSeconds = 30;

/** An app with one fleet and its players. Nobody may be on a server whose group is deleted, unless somebody forced it. */
export class FleetWorld {
  readonly app: TestApp;
  readonly #strict: Strictness | undefined;
  /** Servers that were deleted with players on them, before their deadline. */
  readonly cutOff: string[] = [];
  /** What a new group does; it runs after a while. */
  story: (container: FakeContainer) => void = (container) => {
    container.after(startSeconds, () => container.runs());
  };

  private constructor(app: TestApp, strict: Strictness | undefined) {
    this.app = app;
    this.#strict = strict;
    app.containers.story = (container) => {
      this.story(container);
      return undefined;
    };
    const remove = app.containers.delete.bind(app.containers);
    app.containers.delete = (group) => {
      const server = app.fleetServers.rows.get(`${name}/${group}`)?.server;
      const isForced =
        server?.drain?.deadline && Date.parse(server.drain.deadline) <= app.clock.now() + 1_000;
      if (server && server.allocated > 0 && !isForced) this.cutOff.push(group);
      return remove(group);
    };
  }

  /** `written`: of the fleet, over the smallest one, which looks every 10 s. */
  static async start(written: Record<string, unknown> = {}, strict?: Strictness): Promise<FleetWorld> {
    const world = new FleetWorld(await startTestApp([], strict), strict);
    await world.define(written);
    return world;
  }

  get runs(): Runs {
    return runsOfBench(this.app) as Runs;
  }

  async define(written: Record<string, unknown>): Promise<void> {
    this.app.fleetDefinitions.set(aFleet(name, { lookSeconds: 10, ...written }));
    await this.wake();
  }

  wake(): Promise<void> {
    return wakeFleet(this.runs, name);
  }

  /** As a DELETE does. */
  async delete({ force = false } = {}): Promise<void> {
    const { fleetMemories } = this.app;
    const requestedAt = new Date(this.app.clock.now()).toISOString();
    const { memory, etag } = await fleetMemories.read(name);
    await fleetMemories.write(name, { ...memory, deleting: { requestedAt, force } }, etag);
    // What the stored definition is to the loop.
    this.app.storedFleets.remove = async () => this.app.fleetDefinitions.remove(name);
    await this.wake();
  }

  /** A player gets a place, as the app's allocator gives it; false when all are taken. */
  async join(session: string): Promise<boolean> {
    const { fleetDefinitions, fleetServers, fleetSessions } = this.app;
    const { fleet } = await fleetDefinitions.read(name);
    if (!fleet) return false;
    const rows = await fleetServers.list(name);
    const seats = rows.map((row) => ({ ...row.server, sessions: row.server.allocated, row }));
    const seat = chooseServer(seats, 1, { ...fleet, ...fleet.spec });
    if (!seat) return false;
    const { server, etag } = seat.row;
    const at = new Date(this.app.clock.now()).toISOString();
    const allocation: Allocation = {
      ...{ fleet: name, session, server: server.name, places: 1, allocatedAt: at },
      expiresAt: new Date(this.app.clock.now() + 1e9).toISOString(),
    };
    const taken = { ...moved(server, 'allocated', at), allocated: server.allocated + 1 };
    await fleetSessions.change(name, {
      ...{ servers: [{ server: taken, etag }], add: [allocation], remove: [], seated: [] },
    });
    if (server.state === 'ready') await this.wake();
    return true;
  }

  async leave(session: string): Promise<void> {
    const { fleetServers, fleetSessions } = this.app;
    const place = await fleetSessions.read(name, session);
    const row = place && (await fleetServers.read(name, place.allocation.server));
    if (!row) return;
    const allocated = row.server.allocated - 1;
    const at = new Date(this.app.clock.now()).toISOString();
    const isIdle = allocated === 0 && row.server.state === 'allocated';
    const server = { ...(isIdle ? moved(row.server, 'ready', at) : row.server), allocated };
    await fleetSessions.change(name, {
      ...{ servers: [{ server, etag: row.etag }], add: [], remove: [session], seated: [] },
    });
  }

  get servers(): Server[] {
    return [...this.app.fleetServers.rows.values()].map(({ server }) => server);
  }

  /** How many servers are in a state. */
  count(state: Server['state']): number {
    return this.servers.filter((server) => server.state === state).length;
  }

  until(condition: () => boolean): Promise<void> {
    return this.app.advanceUntil(condition);
  }

  seconds(count: number): Promise<void> {
    return this.app.host.advance(count * 1_000);
  }

  /** All runs and their histories are gone, as when somebody deletes the task hub; storage and containers stay. */
  async losesHub(): Promise<void> {
    await this.app.host.abandon();
    await this.app.start(this.#strict);
  }

  startLoops(): Promise<void> {
    const deps = { ...this.app, settings: { hub: 'test' } } as unknown as TriggerDependencies;
    return fleetsTimer(deps, this.runs);
  }

  /** What the app does by itself every few minutes, some times over. */
  async timersFire(rounds = 3): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      await this.startLoops();
      await this.runs.start('sweepOrphans', { id: sweepRunId, input: { hub: 'test' } });
      await this.seconds(120);
    }
  }

  /** That servers, groups and places agree, and that nobody was cut off. */
  check(): void {
    const { containers, fleetSessions } = this.app;
    expect(this.cutOff, 'nobody is cut off').toEqual([]);
    const withGroup = this.servers.filter(({ state }) => !['creating', 'failed', 'gone'].includes(state));
    for (const { name: server } of withGroup)
      expect(containers.groups.has(server), `${server} has its group`).toBe(true);
    const rows = new Set(this.servers.map((server) => server.name));
    for (const group of containers.groups.keys()) expect(rows.has(group), `${group} has its row`).toBe(true);
    for (const { allocation } of fleetSessions.allocations.values())
      expect(rows.has(allocation.server), `${allocation.session} has its server`).toBe(true);
    for (const { name: server, allocated } of this.servers) {
      const places = [...fleetSessions.allocations.values()].filter(
        (each) => each.allocation.server === server,
      );
      expect(places.length, `places on ${server}`).toBe(allocated);
    }
    const made = containers.created.map((request) => request.name);
    expect(new Set(made).size, 'no server is made twice').toBe(made.length);
  }

  hasLeft(): boolean {
    return this.app.engine.client.status(fleetRunId(name))?.runtimeStatus === 'Completed';
  }

  /** That nothing of the fleet is left, and its loop has ended. */
  checkNothingIsLeft(): void {
    const { app } = this;
    expect([...app.containers.groups.keys()], 'no group').toEqual([]);
    expect(this.servers, 'no row').toEqual([]);
    expect(app.budget.state.tickets, 'no room is held').toEqual([]);
    const open = app.engine.client
      .list({ top: 1_000 })
      .instances.filter(({ runtimeStatus }) => runtimeStatus !== 'Completed')
      .map(({ instanceId, runtimeStatus }) => `${instanceId} is ${runtimeStatus}`);
    expect(open, 'every run came to its end').toEqual([]);
  }
}

function moved(server: Server, to: Server['state'], at: string): Server {
  const transition = serverTransition(server, to, at);
  return transition.kind === 'legal' ? transition.server : server;
}
