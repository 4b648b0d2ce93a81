/** An app whose orchestrator polls by an activity and listens to events in between, as `runContainer` does. */
import { app } from '@azure/functions';
import * as df from 'durable-functions';
import { EventInbox } from '../../../lib/durable/event-inbox.ts';
import { firstOf } from '../../../lib/durable/first-of.ts';
import { secondsFromNow } from '../../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../../lib/durable/workflow.ts';

type Events = { answered: { text: string }; cancelled: { reason: string } };

/** By then some waits of lost races are open. */
const heldPoll = 2;

let isReached = false;
let open: () => void = () => {};
const opened = new Promise<void>((resolve) => {
  open = resolve;
});

df.app.orchestration('pollsThenListens', function* (ctx: OrchestrationContext): Workflow<string[]> {
  const inbox = new EventInbox<Events>(ctx);
  const heard: string[] = [];
  for (let poll = 0; poll < heldPoll + 3; poll++) {
    const news = yield* firstOf(ctx, inbox, ['answered', 'cancelled'], { poll: secondsFromNow(ctx, 1) });
    if (news.kind === 'answered') heard.push(news.value.text);
    else yield ctx.df.callActivity('look', { poll });
  }
  return heard;
});

df.app.activity('look', {
  handler: async ({ poll }: { poll: number }) => {
    if (poll !== heldPoll) return;
    isReached = true;
    await opened;
  },
});

/** Says whether the held activity runs. */
app.get('gateState', { route: 'gate', handler: () => ({ jsonBody: { isReached } }) });

/** Lets the held activity go on. */
app.post('gateOpened', {
  route: 'gate/open',
  handler: () => {
    open();
    return { status: 204 };
  },
});
