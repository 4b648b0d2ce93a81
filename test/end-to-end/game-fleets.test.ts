/** Fleets of real games, as Debian has them, which know nothing of Slipway: started for a caller, played, asked, drained. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { gameQueries } from '../../lib/games/game-queries.ts';
import { sampleImages } from '../../local/cloud/sample-images.ts';
import { type RealGame, realGames } from '../samples/play-in-group.ts';
import { CloudProcess, dataFolder } from '../support/cloud-process.ts';

const images = sampleImages();
const programs = realGames.map(({ image }) => images[image as keyof typeof images].command[0] ?? '');
const missing = programs.filter((program) => !existsSync(program));
if (missing.length > 0)
  console.warn(`WARNING: fleets of real games are not tested, because there is no ${missing.join(', no ')}.`);

/** The sample with one server a fleet, at which the loop looks as often as it may. */
const { fleets } = JSON.parse(readFileSync('samples/games.json', 'utf8'));
for (const fleet of Object.values<object>(fleets))
  Object.assign(fleet, { max: 1, lookSeconds: 2, health: { kind: 'query', everySeconds: 2 } });

type ServerShown = { name: string; state: string; sessions: number; allocated: number };
type Place = { server: string; address: string; ports: Array<{ port: number }> };

test.skipIf(missing.length > 0)(
  'Teeworlds and OpenArena are started for a caller, asked how many play, and drained without throwing anybody out',
  async () => {
    const folder = dataFolder({ catalog: { fleets } });
    const cloud = new CloudProcess(folder, ['--catalog', join(folder, 'my-catalog.json')]);
    await Promise.all(realGames.map((each) => playAndDrain(cloud, each)));
    expect(await cloud.containerGroups()).toEqual([]);
  },
);

async function playAndDrain(cloud: CloudProcess, { game, port, join }: RealGame): Promise<void> {
  const fleet = `fleets/${game}`;
  const servers = async () => (await cloud.api('GET', `${fleet}/servers`)).body.servers as ServerShown[];

  const asked = await cloud.api('POST', `${fleet}/allocations`, { session: 'ada', wait: true });
  expect(asked.status).toBe(202);
  const seated = async () => {
    const { status, body } = await cloud.api('GET', `${fleet}/allocations/ada`);
    return status === 201 && (body as Place);
  };
  const place = await until(seated);
  expect(place.ports).toEqual([{ port, protocol: 'UDP' }]);

  // One has asked for a place, three come: only the game itself can tell.
  const server = { game, host: place.address, port };
  const players = await Promise.all(['ada', 'grace', 'mary'].map((name) => join(server, name)));
  const everybodyLeaves = () => {
    for (const player of players.splice(0)) player.leave();
  };
  onTestFinished(everybodyLeaves);
  await Promise.all(players.map(({ entered }) => entered));
  const full = await until(async () => (await servers()).find(({ sessions }) => sessions === 3));
  expect(full).toMatchObject({ name: place.server, state: 'allocated', allocated: 1 });

  await cloud.api('POST', `${fleet}/servers/${place.server}/drain`);
  await cloud.api('DELETE', `${fleet}/allocations/ada`);
  await until(async () => (await servers())[0]?.state === 'draining');
  const late = await cloud.api('POST', `${fleet}/allocations`, { session: 'late' });
  expect(late.status).toBe(429);
  // What would throw somebody out of a server without allocations would do it now.
  await until(async () => (await servers())[0]?.allocated === 0);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(await gameQueries().query(server)).toEqual({ players: 3 });

  everybodyLeaves();
  await until(async () => (await servers()).length === 0);
}

/** Asks again until there is an answer. */
async function until<T>(look: () => Promise<T | false | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
