/**
 * The app's `runArray` with items that end at once: each is told to it while the activity that started it still runs, or just
 * after. Every start is kept, so that a test can ask what was started twice.
 */
import { app } from '@azure/functions';
import * as df from 'durable-functions';
import type { ActivityInput, ActivityResult } from '../../../contract/activities.ts';
import { registerOrchestrators } from '../../../lib/durable/register.ts';
import { runsOf } from '../../../lib/durable/runs.ts';
import { silentTelemetry } from '../../../lib/telemetry/silent-telemetry.ts';
import { orchestrators } from '../../../orchestrators/index.ts';

const starts: string[] = [];

registerOrchestrators(orchestrators);

df.app.activity('startItems', {
  extraInputs: [df.input.durableClient()],
  handler: async (
    { parent, items }: ActivityInput<'startItems'>,
    context,
  ): Promise<ActivityResult<'startItems'>> => {
    const started = items.map(({ name }) => name);
    starts.push(...started);
    const runs = runsOf(context, silentTelemetry.tracing);
    // As an end is told today, and every third as it was told before, by its name alone.
    for (const [n, item] of started.entries())
      await runs.raise(parent, 'itemEnded', n % 3 === 2 ? { item } : { item, status: 'succeeded' });
    return { started, ended: [] };
  },
});

df.app.activity('readItems', {
  handler: async ({ items }: ActivityInput<'readItems'>): Promise<ActivityResult<'readItems'>> => ({
    ended: items.map((item) => ({ item, status: 'succeeded' })),
  }),
});

df.app.activity('endItems', {
  handler: async (_: ActivityInput<'endItems'>): Promise<ActivityResult<'endItems'>> => ({ kind: 'ended' }),
});

app.get('starts', { handler: () => ({ jsonBody: starts }) });
