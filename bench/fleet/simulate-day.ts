import { Agenda } from './agenda.ts';
import type { Chance } from './chance.ts';
import { type Arrival, dayMs } from './days.ts';
import type { Scaler } from './scaler.ts';
import { ServerPark } from './server-park.ts';

export type DayFigures = {
  sessions: number;
  refused: number;
  /** Of those who found no room at first and got some: how long they waited. */
  waitsSeconds: number[];
  serverHours: number;
  cutOff: number;
  /** Each minute: players, and the places of all servers that run, those that drain included. */
  curve: Array<{ players: number; places: number }>;
};

/** So long before the day begins, so that the fleet has its size. */
export const warmUpMs = 6 * 3_600_000;

export type ScalerOf = (park: ServerPark, agenda: Agenda) => Scaler;

type Caller = Arrival & { isSeated: boolean; counts: boolean };

/** One day of one fleet, from midnight to midnight. */
export function simulateDay({
  arrivals,
  beginMs,
  chance,
  sessionsPerServer,
  version,
  scalerOf,
}: {
  /** From the warm-up on. */
  arrivals: readonly Arrival[];
  beginMs: number;
  chance: Chance;
  sessionsPerServer: number;
  version: string;
  scalerOf: ScalerOf;
}): DayFigures {
  const agenda = new Agenda(beginMs - warmUpMs);
  const park = new ServerPark(agenda, chance);
  const scaler = scalerOf(park, agenda);
  const figures: DayFigures = {
    sessions: 0,
    refused: 0,
    waitsSeconds: [],
    serverHours: 0,
    cutOff: 0,
    curve: [],
  };
  const queue: Caller[] = [];
  let isLookPlanned = false;

  const look = (): void => scaler.look(queue.length);
  const wake = (): void => {
    if (!scaler.isWoken || isLookPlanned) return;
    isLookPlanned = true;
    agenda.after(1, () => {
      isLookPlanned = false;
      look();
    });
  };
  const seat = (caller: Caller): boolean => {
    const server = park.seat(version, sessionsPerServer);
    if (!server) return false;
    caller.isSeated = true;
    const waited = (agenda.nowMs - caller.atMs) / 1_000;
    if (caller.counts && waited > 0) figures.waitsSeconds.push(waited);
    agenda.after(caller.playSeconds, () => park.leave(server));
    return true;
  };
  const call = (caller: Caller): void => {
    if (caller.counts) figures.sessions += 1;
    if (queue.length === 0 && seat(caller)) return;
    if (caller.patienceSeconds > 0) {
      queue.push(caller);
      wake();
    }
    agenda.after(caller.patienceSeconds, () => {
      const place = queue.indexOf(caller);
      if (place >= 0) queue.splice(place, 1);
      if (!caller.isSeated && caller.counts) figures.refused += 1;
    });
  };
  park.onRoom = () => {
    while (queue[0] && seat(queue[0])) queue.shift();
  };
  park.onChange = wake;

  for (const arrival of arrivals) {
    const caller = { ...arrival, isSeated: false, counts: arrival.atMs >= beginMs };
    agenda.at(arrival.atMs, () => call(caller));
  }
  const tick = (): void => {
    look();
    agenda.after(scaler.lookSeconds, tick);
  };
  tick();
  agenda.runUntil(beginMs);
  park.beginCounting();
  for (let ms = beginMs; ms < beginMs + dayMs; ms += 60_000) {
    agenda.runUntil(ms);
    const running = park.all().filter(({ runningAt }) => runningAt !== undefined);
    const players = park.all().reduce((sum, { sessions }) => sum + sessions, 0) + queue.length;
    figures.curve.push({ players, places: running.length * sessionsPerServer });
  }
  agenda.runUntil(beginMs + dayMs);
  park.endCounting();
  return { ...figures, serverHours: park.serverMs / 3_600_000, cutOff: park.cutOff };
}
