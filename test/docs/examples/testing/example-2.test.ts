import * as df from 'durable-functions';
import { expect, test } from 'vitest';
import { startTestHost } from '../../../../local/testing/index.ts';

function register() {
  df.app.orchestration('remind', function* (context) {
    for (let day = 1; day <= 3; day++) {
      yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 86_400_000));
      yield context.df.callActivity('sendMail', { day });
    }
  });
  df.app.activity('sendMail', { handler: () => 'sent' });
}

test('sends a mail a day', async () => {
  await using host = await startTestHost({ app: { register } });
  await host.client.start('remind', { instanceId: 'r1' });
  await host.advance(36 * 3_600_000);
  expect(host.calls).toHaveLength(1);
  expect(host.openWork('r1')).toEqual(['timer due 2026-01-03T00:00:00Z (#2), in 43200 s']);
  expect((await host.waitFor('r1')).runtimeStatus).toBe('Completed');
  expect(host.calls).toHaveLength(3);
});
