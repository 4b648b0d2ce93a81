import { describe, expect, it, onTestFinished } from 'vitest';
import { buildApp, hasDotnet } from './build-oracle.ts';
import { packagePath } from './package-path.ts';
import { startOracle } from './start-oracle.ts';
import { until } from './until.ts';

type Status = { runtimeStatus: string; output: unknown; historyEvents: Array<{ EventType: string }> };

describe.skipIf(!hasDotnet())('EventInbox on the real Durable extension', () => {
  it('keeps events that come while an activity runs, although older waits of lost races are open', async () => {
    const appDirectory = await buildApp('event-inbox', packagePath('test/oracle/apps/event-inbox.ts'));
    const oracle = await startOracle({ appDirectory });
    onTestFinished(() => oracle.stop());
    const management = `${oracle.origin}/runtime/webhooks/durabletask`;
    const post = (url: string, body: unknown = {}): Promise<Response> =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const status = async (): Promise<Status> =>
      (await fetch(`${management}/instances/run?showHistory=true`)).json() as Promise<Status>;

    await post(`${management}/orchestrators/pollsThenListens/run`);
    await until(async () => {
      const { isReached } = (await (await fetch(`${oracle.origin}/api/gate`)).json()) as {
        isReached: boolean;
      };
      return isReached || undefined;
    });
    const raise = `${management}/instances/run/raiseEvent/answered`;
    for (const text of ['one', 'two']) expect((await post(raise, { text })).status).toBe(202);
    await until(async () => {
      const raised = (await status()).historyEvents.filter(({ EventType }) => EventType === 'EventRaised');
      return raised.length === 2 || undefined;
    });
    await post(`${oracle.origin}/api/gate/open`);

    const ended = await until(async () => {
      const now = await status();
      return now.runtimeStatus === 'Running' ? undefined : now;
    });
    expect(ended).toMatchObject({ runtimeStatus: 'Completed', output: ['one', 'two'] });
  });
});
