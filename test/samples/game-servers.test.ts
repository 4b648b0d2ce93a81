/** Real games, as Debian has them, run as container groups, asked and played over their own protocols. */
import { existsSync } from 'node:fs';
import { test } from 'vitest';
import { sampleImages } from '../../local/cloud/sample-images.ts';
import { startTestArm } from '../local/arm/support/start-test-arm.ts';
import { playInGroup, realGames } from './play-in-group.ts';

const images = sampleImages();

for (const each of realGames) {
  const [program = ''] = images[each.image as keyof typeof images].command;
  const isInstalled = existsSync(program);
  if (!isInstalled)
    console.warn(
      `WARNING: there is no ${program}, so a test of ${each.game} is skipped: apt-get install it.`,
    );

  test.skipIf(!isInstalled)(
    `${each.game} answers on an address of its own, and counts who plays`,
    async () => {
      await playInGroup(await startTestArm({ images }), each);
    },
  );
}
