import { expect, onTestFinished, test } from 'vitest';
import { tempApp } from '../local/functions/temp-app.ts';
import { hasDotnet } from './build-oracle.ts';
import { startOracle } from './start-oracle.ts';
import { until } from './until.ts';

const main = `
  const { existsSync, writeFileSync } = require('node:fs');
  const df = require('durable-functions');
  df.app.activity('exits', { handler: () => process.exit(3) });
  df.app.activity('echo', { handler: (input) => input });
  df.app.orchestration('catches', function* (context) {
    try {
      yield context.df.callActivity('exits');
    } catch (error) {
      return error.message.split(' \\n')[0];
    }
  });
  df.app.orchestration('ends', function* (context) {
    yield context.df.callActivity('echo', 1);
    if (!existsSync('ended')) {
      writeFileSync('ended', '');
      process.exit(4);
    }
    return 'went on';
  });`;

test.skipIf(!hasDotnet())(
  'an activity whose worker ends fails and can be caught, an orchestrator fails',
  async () => {
    const appDirectory = await tempApp({ 'package.json': { main: 'main.js' }, 'main.js': main });
    const oracle = await startOracle({ appDirectory });
    onTestFinished(() => oracle.stop());
    const management = `${oracle.origin}/runtime/webhooks/durabletask`;
    const outcomeOf = async (orchestrator: string) => {
      await fetch(`${management}/orchestrators/${orchestrator}/${orchestrator}`, {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': 'application/json' },
      });
      return until(async () => {
        const answer = await fetch(`${management}/instances/${orchestrator}`);
        const { runtimeStatus, output } = (await answer.json()) as { runtimeStatus: string; output: unknown };
        return /Completed|Failed/.test(runtimeStatus) ? { runtimeStatus, output } : undefined;
      });
    };
    expect(await outcomeOf('catches')).toEqual({
      runtimeStatus: 'Completed',
      output: "Activity function 'exits' failed: node exited with code 3 (0x3)",
    });
    // What the code has asked for is unknown then: here the turn runs again instead.
    expect(await outcomeOf('ends')).toEqual({
      runtimeStatus: 'Failed',
      output: expect.stringContaining('Non-Deterministic workflow detected'),
    });
  },
);
