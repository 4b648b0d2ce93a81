import type { ObservedServer, ServerState } from '../../contract/fleets.ts';
import { chooseServer } from '../../lib/decide/fleets/choose-server.ts';
import type { Agenda } from './agenda.ts';
import type { Chance } from './chance.ts';

/** How Azure behaves. */
export type AzureWays = {
  startSeconds: { least: number; most: number };
  /** Shares of creations: those that fail after a while, and those that are refused at once for want of quota. */
  failing: number;
  refused: number;
  removalSeconds: number;
};

export const usualWays: AzureWays = {
  startSeconds: { least: 20, most: 120 },
  failing: 0.02,
  refused: 0.01,
  removalSeconds: 15,
};

/** A server as the simulation has it. */
export type ParkServer = ObservedServer & { sessions: number };

/** Servers that take their time to start, fail now and then, cost money, and are told apart by nobody but their number. */
export class ServerPark {
  readonly servers = new Map<string, ParkServer>();
  /** Sessions that were on a server when it went. */
  cutOff = 0;
  serverMs = 0;
  /** Called when a place may have become free, and when something has changed. */
  onRoom = (): void => {};
  onChange = (): void => {};
  readonly #agenda: Agenda;
  readonly #chance: Chance;
  readonly #ways: AzureWays;
  #countedSince: number;

  constructor(agenda: Agenda, chance: Chance, ways: AzureWays = usualWays) {
    this.#agenda = agenda;
    this.#chance = chance;
    this.#ways = ways;
    this.#countedSince = agenda.nowMs;
  }

  all(): ParkServer[] {
    return [...this.servers.values()];
  }

  /** Starts a server; what it costs begins here. */
  create({ number, region, version }: { number: number; region: string; version: string }): ParkServer {
    const server: ParkServer = {
      ...{ name: `server-${number}`, fleet: 'arena', number, region, version, ports: [] },
      ...{
        state: 'creating',
        since: { creating: this.#agenda.now },
        allocated: 0,
        sessions: 0,
        worked: true,
      },
    };
    this.servers.set(server.name, server);
    const { startSeconds, failing, refused } = this.#ways;
    const seconds = this.#chance.between(startSeconds.least, startSeconds.most);
    const luck = this.#chance.share();
    if (luck < refused) this.#agenda.after(2, () => this.#fail(server, 'quota'));
    else {
      server.group = { provisioningState: 'Creating' };
      if (luck < refused + failing) this.#agenda.after(seconds, () => this.#fail(server, 'failed'));
      else this.#agenda.after(seconds, () => this.#run(server));
    }
    return server;
  }

  /** Puts a session on the server that the app would choose; undefined when none has room. */
  seat(version: string, sessionsPerServer: number): ParkServer | undefined {
    const server = chooseServer(this.all(), 1, { version, sessionsPerServer });
    if (server) this.#count(server, 1);
    return server;
  }

  /** Ends a session. */
  leave(server: ParkServer): void {
    if (!this.servers.has(server.name)) return;
    this.#count(server, -1);
    if (server.state === 'draining' && server.sessions === 0) this.remove(server);
    this.onRoom();
  }

  enter(server: ParkServer, state: ServerState): void {
    server.state = state;
    server.since = { ...server.since, [state]: this.#agenda.now };
  }

  /** Deletes the group of a server; what it costs ends when that is gone. */
  remove(server: ParkServer): void {
    if (server.drain?.leavingAt) return;
    server.drain = { reason: 'scaleDown', ...server.drain, leavingAt: this.#agenda.now };
    this.#agenda.after(this.#ways.removalSeconds, () => {
      this.cutOff += server.sessions;
      this.#charge(server);
      this.servers.delete(server.name);
      this.onChange();
    });
  }

  /** Forgets what was counted so far. */
  beginCounting(): void {
    this.#countedSince = this.#agenda.nowMs;
    this.serverMs = 0;
    this.cutOff = 0;
  }

  /** Counts what is still there. */
  endCounting(): void {
    for (const server of this.servers.values()) this.#charge(server);
  }

  #charge({ group, since }: ParkServer): void {
    if (!group) return;
    const from = Math.max(Date.parse(since.creating as string), this.#countedSince);
    this.serverMs += this.#agenda.nowMs - from;
  }

  #run(server: ParkServer): void {
    server.worked = false;
    server.runningAt = this.#agenda.now;
    server.ip = `10.0.0.${server.number}`;
    server.group = { provisioningState: 'Succeeded', ip: server.ip };
    if (server.state !== 'creating') return;
    this.enter(server, 'ready');
    this.onRoom();
    this.onChange();
  }

  #fail(server: ParkServer, failure: 'quota' | 'failed'): void {
    server.worked = false;
    server.failure = failure;
    if (server.state === 'creating') this.enter(server, 'failed');
    this.onChange();
  }

  #count(server: ParkServer, change: 1 | -1): void {
    server.sessions += change;
    server.allocated = server.sessions;
    if (server.state === 'ready' && server.sessions > 0) this.enter(server, 'allocated');
    else if (server.state === 'allocated' && server.sessions === 0) this.enter(server, 'ready');
  }
}
