import { Caller } from './caller.ts';
import { type HostName, type HostOptions, hosts } from './hosts.ts';
import { normalise } from './normalise.ts';
import type { Scenario } from './scenario.ts';
import type { RunningHost } from './start-ours.ts';

/** What a scenario saw, normalised, or why it could not be played to its end. */
export type Played = { scenario: Scenario; seen: Record<string, unknown>; error?: Error };

export type RunOptions = {
  start(options: HostOptions): Promise<RunningHost>;
  /** How many scenarios side by side. */
  atOnce: number;
  /** How many hosts at once. */
  hostsAtOnce: number;
};

/** Plays scenarios, each on the host that it asks for. */
export async function runScenarios(scenarios: readonly Scenario[], options: RunOptions): Promise<Played[]> {
  const byHost = new Map<HostName, Scenario[]>();
  for (const one of scenarios) byHost.set(one.host, [...(byHost.get(one.host) ?? []), one]);
  const played = await inParallel([...byHost], options.hostsAtOnce, async ([name, own]) => {
    const host = await options.start(hosts[name]);
    try {
      const atOnce = hosts[name].inTurn ? 1 : options.atOnce;
      return await inParallel(own, atOnce, (scenario) => playOne(scenario, host));
    } finally {
      await host.stop();
    }
  });
  return played.flat();
}

async function playOne(scenario: Scenario, host: RunningHost): Promise<Played> {
  const caller = new Caller(scenario.name, host);
  try {
    await scenario.play(caller);
    return { scenario, seen: seenBy(caller) };
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    return { scenario, seen: seenBy(caller), error: cause };
  }
}

/** As it will stand in the record. */
function seenBy({ seen }: Caller): Played['seen'] {
  return JSON.parse(JSON.stringify(normalise(seen))) as Played['seen'];
}

/** The results in the order of the items. */
async function inParallel<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
