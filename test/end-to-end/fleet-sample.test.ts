import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { CloudProcess, dataFolder } from '../support/cloud-process.ts';

const { fleets } = JSON.parse(readFileSync('samples/fleet.json', 'utf8'));

/** Players that come to a fleet within a few seconds, stay a second or two, and go. */
function startPlayers(url: string, fleet: string) {
  const wave = ['--players', '6', '--seconds', '6'];
  const program = spawn(
    process.execPath,
    ['dist/samples/servers/players.js', ...['--url', url], ...['--fleet', fleet], ...wave],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  onTestFinished(() => void program.kill('SIGKILL'));
  let problems = '';
  program.stderr.on('data', (data: Buffer) => {
    problems += data.toString();
  });
  return once(program, 'close').then(([code]) => ({ code, problems }));
}

it('the sample fleet gets a server for the players that come, who join it over WebSocket, and has none when they have gone', async () => {
  fleets.arena.stabilisation.downSeconds = 1;
  fleets.arena.max = 2;
  const folder = dataFolder({ catalog: { fleets } });
  const cloud = new CloudProcess(folder, ['--catalog', join(folder, 'my-catalog.json')]);
  await cloud.hears('ready');
  const played = startPlayers(await cloud.origin(), 'arena');

  await cloud.hears('fleetChanged', ({ servers, waiting }) => 'creating' in Object(servers) && waiting !== 0);
  await cloud.hears(
    'fleetChanged',
    ({ servers, sessions }) => 'allocated' in Object(servers) && sessions !== 0,
  );
  expect(await played).toEqual({ code: 0, problems: '' });
  const noneIsLeft = cloud.told.length;
  await cloud.hears(
    'fleetChanged',
    (told) => cloud.told.indexOf(told) >= noneIsLeft && JSON.stringify(told.servers) === '{}',
  );
  await cloud.containerGroupsAreGone();
});
