import { resolve } from 'node:path';
import { test } from 'vitest';
import { engineRuntime } from '../../local/arm/index.ts';
import { sampleImages } from '../../local/cloud/sample-images.ts';
import { startTestArm } from '../local/arm/support/start-test-arm.ts';
import { playInGroup, realGames } from '../samples/play-in-group.ts';
import { describeOnEngine } from './test-engine.ts';

describeOnEngine('a game server in a real container', ({ api, image: baseImage }) => {
  const images = sampleImages(resolve('samples'));

  test.each(realGames)('is played over UDP: $game', async (each) => {
    const { build: directory } = images[each.image as keyof typeof images];
    const build = { directory, dockerfile: 'Dockerfile', files: ['.'], arguments: { BASE: baseImage } };
    const runtime = engineRuntime({ api, baseImage, hostPorts: [], builds: () => ({ [each.image]: build }) });
    await playInGroup(await startTestArm({ runtime }), each);
  });
});
