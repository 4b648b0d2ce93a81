/** `npm run players`: makes players come to the servers of a fleet and go again, as a wave. */
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { FleetClient } from './players/fleet-client.ts';
import { joinGame } from './players/join-game.ts';
import { waveOfPlayers } from './players/wave-of-players.ts';

const usage = `Usage: npm run players -- [options]

  --url URL        the app, default http://127.0.0.1:7071
  --fleet NAME     default arena
  --players N      how many play at once at the most, default 12
  --seconds N      how long the wave takes, default 60
  --key KEY        a function key, where the app asks for one
  --quiet          say only what goes wrong`;

const { values: options } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:7071' },
    fleet: { type: 'string', default: 'arena' },
    players: { type: 'string', default: '12' },
    seconds: { type: 'string', default: '60' },
    key: { type: 'string' },
    quiet: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log(usage);
  process.exit();
}

const fleet = new FleetClient(options.url, options.fleet, options.key);
const game = await fleet.game();
const counts = { waiting: 0, playing: 0, gone: 0 };

/** One player, from the wish to play to the end. */
async function play(number: number, staysSeconds: number): Promise<void> {
  const session = `player-${process.pid}-${number}`;
  count({ waiting: 1 });
  const place = await fleet.place(session).finally(() => count({ waiting: -1 }));
  if (!place) throw new Error(`${session} has waited in vain.`);
  const leaseMs = Date.parse(place.expiresAt) - Date.now();
  const renewal = setInterval(() => void fleet.renew(session).catch(complain), leaseMs / 2);
  try {
    const player = await joinGame(game, place, session);
    count({ playing: 1 });
    await setTimeout(staysSeconds * 1_000);
    player.leave();
    count({ playing: -1 });
  } finally {
    clearInterval(renewal);
    await fleet.giveBack(session);
    count({ gone: 1 });
  }
}

function count(changes: Partial<typeof counts>): void {
  for (const [key, change] of Object.entries(changes)) counts[key as keyof typeof counts] += change;
  if (!options.quiet) console.log(`${counts.playing} play, ${counts.waiting} wait, ${counts.gone} have gone`);
}

function complain({ message }: Error): void {
  console.error(message);
}

const wave = waveOfPlayers(
  { players: Number(options.players), seconds: Number(options.seconds) },
  Math.random,
);
const begun = Date.now();
const plays: Promise<void>[] = [];
for (const [number, { at, stays }] of wave.entries()) {
  await setTimeout(begun + at * 1_000 - Date.now());
  // Those who wait for a server stay on longer than the wave has them.
  if (counts.waiting + counts.playing >= Number(options.players)) continue;
  plays.push(play(number + 1, stays).catch(complain));
}
await Promise.all(plays);
