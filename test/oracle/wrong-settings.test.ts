import { expect, test } from 'vitest';
import { tempApp } from '../local/functions/temp-app.ts';
import { wrongDurableTasks } from '../local/functions/wrong-durable-tasks.ts';
import { hasDotnet } from './build-oracle.ts';
import { startOracle } from './start-oracle.ts';

test.skipIf(!hasDotnet()).each(wrongDurableTasks)(
  'with %s the real extension does not start',
  async (_what, durableTask, says) => {
    const appDirectory = await tempApp({
      'package.json': { main: 'main.js' },
      'main.js': `require('durable-functions').app.orchestration('o', function* () {});`,
      'host.json': { version: '2.0', extensions: { durableTask } },
    });
    await expect(startOracle({ appDirectory })).rejects.toThrow(says);
  },
);
