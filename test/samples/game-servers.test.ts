/** Real games, as Debian has them, asked and played over their own protocols. */
import { existsSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { gameQueries } from '../../lib/games/game-queries.ts';
import type { GameServer } from '../../lib/ports/game-queries.ts';
import { sampleImages } from '../../local/cloud/sample-images.ts';
import { QuakePlayer } from '../../samples/servers/bots/quake-player.ts';
import { TeeworldsPlayer } from '../../samples/servers/bots/teeworlds-player.ts';
import { group } from '../local/arm/support/group.ts';
import { startTestArm } from '../local/arm/support/start-test-arm.ts';

const games = {
  teeworlds: { image: 'slipway/teeworlds:1', port: 8303, join: TeeworldsPlayer.join },
  openarena: { image: 'slipway/openarena:1', port: 27_960, join: QuakePlayer.join },
};

const images = sampleImages();

for (const [game, { image, port, join }] of Object.entries(games)) {
  const { command } = images[image as keyof typeof images];
  const isInstalled = existsSync(command[0] ?? '');
  if (!isInstalled) process.stderr.write(`\nSKIPPED: ${game}, because ${command[0]} is not installed.\n`);

  describe.skipIf(!isInstalled)(`${game} in a container group`, () => {
    test('answers on its own address, and counts who comes and goes', async () => {
      const arm = await startTestArm({ images });
      const container = {
        name: 'main',
        image,
        ports: [{ port, protocol: 'UDP' as const }],
        resources: { requests: { cpu: 1, memoryInGB: 1 } },
      };
      const ipAddress = { type: 'Public' as const, ports: [{ port, protocol: 'UDP' as const }] };
      await arm.create('game', group('', { containers: [container], ipAddress, restartPolicy: 'Always' }));
      await arm.until('game', (found) => found?.state === 'Running');
      const host = (await arm.get('game')).ipAddress?.ip ?? '';
      expect(host).toMatch(/^127\.(?!0\.0\.1)/);

      const server: GameServer = { game, host, port };
      await untilPlayers(server, 0);
      const players = await Promise.all(['ada', 'grace', 'mary'].map((name) => join(server, name)));
      onTestFinished(() => {
        for (const player of players.splice(0)) player.leave();
      });
      await Promise.all(players.map(({ entered }) => entered));
      expect(await queries.query(server)).toEqual({ players: 3 });

      players.shift()?.leave();
      await untilPlayers(server, 2);
    });
  });
}

const queries = gameQueries();

/** The query itself takes time when nobody listens yet, and none of the processor. */
async function untilPlayers(server: GameServer, players: number): Promise<void> {
  for (;;) {
    const answer = await queries.query(server);
    if (answer?.players === players) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
