import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { HttpRequest } from '@azure/functions';
import { fleetDefinitions } from '../../lib/catalog/fleets/fleet-definitions.ts';
import { allocator } from '../../lib/fleets/allocator.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import { silentTelemetry } from '../../lib/telemetry/silent-telemetry.ts';
import type { TriggerDependencies } from '../../triggers/dependencies.ts';
import { allocationRequest } from '../../triggers/fleets/allocation-request.ts';
import { adaptersOver, fillFleet, fleetName, problemsOf, realClock } from './bench-fleet.ts';

export type CallerFigures = {
  servers: number;
  sessionsPerServer: number;
  callers: number;
  /** Of each allocation. */
  timesMs: number[];
  wallMs: number;
  problems: string[];
};

/** Before these everything is compiled, and connected, for the first time. */
const warmUpRounds = 30;

/** So many callers, each of which asks again as soon as it has its answer, at the function in this process. */
export async function timeCallers(
  connectionString: string,
  {
    servers,
    sessionsPerServer,
    callers,
    rounds,
  }: { servers: number; sessionsPerServer: number; callers: number; rounds: number },
): Promise<CallerFigures> {
  const azure = adaptersOver(connectionString);
  await fillFleet(azure, { servers, sessionsPerServer });
  const definitions = fleetDefinitions({
    catalogs: { fleet: async () => undefined, fleets: async () => [] },
    stored: azure.storedFleets,
    memories: azure.fleetMemories,
    locations: ['westeurope'],
  });
  const { handle } = allocationRequest({
    allocator: allocator({ ...azure, clock: realClock, fleetDefinitions: definitions, pause }),
    clock: realClock,
    ...silentTelemetry,
    settings: { publicUrl: 'https://slipway.test' },
  } as unknown as TriggerDependencies);
  const answered = new Map<string, string>();
  const allocate = async (session: string): Promise<void> => {
    const body = Readable.from([Buffer.from(JSON.stringify({ session }))]);
    const request = { params: { fleet: fleetName }, headers: new Headers(), body };
    const { status, jsonBody } = await handle(request as unknown as HttpRequest, {} as Runs);
    if (status !== 201) throw new Error(`${session} got ${status}.`);
    answered.set(session, jsonBody.server);
  };
  const timesMs: number[] = [];
  const call = async (caller: number, first: number, count: number, times: number[]): Promise<void> => {
    for (let n = first; n < first + count; n += 1) {
      const begin = performance.now();
      await allocate(`s-${caller}-${n}`);
      times.push(performance.now() - begin);
    }
  };
  const all = (first: number, count: number, times: number[]) =>
    Promise.all(Array.from({ length: callers }, (_, caller) => call(caller, first, count, times)));
  await all(0, warmUpRounds, []);
  const begin = performance.now();
  await all(warmUpRounds, rounds, timesMs);
  const wallMs = performance.now() - begin;
  const problems = await problemsOf(azure, answered, sessionsPerServer);
  return { servers, sessionsPerServer, callers, timesMs, wallMs, problems };
}
