import { app, type EventGridEvent, type Timer } from '@azure/functions';

/** What functions without an answer were called with, by a word of the caller. */
const seen: unknown[] = [];
let waiting = 0;

/** Functions that no HTTP request calls directly, levels of keys, and one that shows what happened. */
export function background(): void {
  app.http('Level_anonymous', {
    route: 'level/anonymous',
    authLevel: 'anonymous',
    handler: () => ({ body: 'in' }),
  });
  app.http('Level_function', {
    route: 'level/function',
    authLevel: 'function',
    handler: () => ({ body: 'in' }),
  });
  app.http('Level_admin', { route: 'level/admin', authLevel: 'admin', handler: () => ({ body: 'in' }) });
  app.http('Level_unset', { route: 'level/unset', handler: () => ({ body: 'in' }) });
  app.http('Seen', { route: 'seen/{word}', handler: ({ params }) => ({ jsonBody: about(params.word) }) });
  app.http('Slow', {
    route: 'slow/{ms}',
    handler: async ({ params }) => {
      waiting += 1;
      await new Promise((resolve) => setTimeout(resolve, Number(params.ms)));
      waiting -= 1;
      return { jsonBody: { waiting } };
    },
  });
  // In no test's time: only by hand.
  app.timer('Timer', {
    schedule: '0 0 0 1 1 *',
    handler: (timer: Timer) => {
      seen.push({ word: 'timer', timer });
    },
  });
  app.eventGrid('Event', {
    handler: (event: EventGridEvent, context) => {
      const { data } = context.triggerMetadata ?? {};
      seen.push({ word: event.subject ?? event.id, event, data });
      if (event.data?.fail) throw new Error('cannot take it');
    },
  });
}

function about(word: string | undefined): unknown {
  return seen.filter((one) => (one as { word: unknown }).word === word);
}
