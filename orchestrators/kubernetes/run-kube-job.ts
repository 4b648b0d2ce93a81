import type { KubeJobEvents, KubeJobOutcome, KubeJobRequest } from '../../contract/kube-jobs.ts';
import { EventInbox } from '../../lib/durable/event-inbox.ts';
import { firstOf } from '../../lib/durable/first-of.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { secondsFromNow } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';

/** Then its history is long enough to be slow to replay. */
const turnsPerLife = 100;

/** Makes and counts the pods of a job, until it has ended and its object may stay or is gone. The object says what is wanted. */
export function* runKubeJob(ctx: OrchestrationContext, request: KubeJobRequest): Workflow<KubeJobOutcome> {
  const act = proxyActivities(ctx, transient);
  const inbox = new EventInbox<KubeJobEvents>(ctx);
  for (let turn = 1; ; turn++) {
    const next = yield* act.reconcileKubeJob(request);
    if (next.kind === 'leave') return { kind: 'left' };
    // Straight after an activity, never after a race: on Azure the event that won one would drive every further life.
    if (turn >= turnsPerLife) {
      ctx.df.continueAsNew(request);
      return { kind: 'left' };
    }
    yield* firstOf(ctx, inbox, ['podEnded'], { due: secondsFromNow(ctx, next.afterSeconds) });
  }
}
