/** The functions app that is measured as users run it: the works, and HTTP functions through which the harness asks. */
import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { Marks } from './marks.mjs';
import { registerWorkflows } from './register-workflows.mjs';

const marks = new Marks();
registerWorkflows(df, marks, process.env.BENCH_NOTES);

const post = { methods: ['POST'], authLevel: 'anonymous' };

app.http('hello', {
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: () => ({ body: 'Hello' }),
});

/** Answers when all of these instances have run their last line. */
app.http('finished', {
  ...post,
  async handler(request) {
    const ends = await marks.whenFinished(await request.json());
    return { jsonBody: ends.map(({ result }) => result) };
  },
});

/** Answers when so many instances have reached their wait. */
app.http('reached', {
  ...post,
  async handler(request) {
    await marks.whenReached(await request.json());
    return { jsonBody: null };
  },
});

app.http('stamps', { ...post, handler: () => ({ jsonBody: marks.stamps }) });
