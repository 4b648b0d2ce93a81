import type { ContainerOutcome, ContainerSpec } from '../../contract/containers.ts';
import type { ContainerEvents } from '../../contract/events.ts';
import { containerVerdict } from '../../lib/decide/containers/container-verdict.ts';
import { nextPollSeconds } from '../../lib/decide/containers/next-poll.ts';
import { reportOutcome } from '../../lib/decide/containers/report-outcome.ts';
import type { EventInbox } from '../../lib/durable/event-inbox.ts';
import { firstOf } from '../../lib/durable/first-of.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { nowIso, secondsFromNow } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import type { AttemptGroup } from './attempt-group.ts';

/**
 * Waits until the container of one attempt has ended. Its own report comes first; the polls find what reports nothing: a lost
 * callback, a crash, an image that cannot be pulled, a platform that killed it. Both deadlines end the wait for good.
 */
export function* watchContainer(
  ctx: OrchestrationContext,
  inbox: EventInbox<ContainerEvents>,
  spec: ContainerSpec,
  group: AttemptGroup,
): Workflow<ContainerOutcome> {
  const act = proxyActivities(ctx, transient);
  const runId = ctx.df.instanceId;
  let provisioningDeadline: number | undefined = secondsFromNow(ctx, spec.provisioningDeadlineSeconds);
  let runningDeadline: number | undefined;
  let polls = 0;
  let nextPoll = secondsFromNow(ctx, nextPollSeconds(polls));

  const started = (startedAt: string): void => {
    if (runningDeadline !== undefined) return;
    provisioningDeadline = undefined;
    runningDeadline = secondsFromNow(ctx, spec.runningDeadlineSeconds);
    group.enter('running', { startedAt });
  };

  const ended = (outcome: ContainerOutcome): ContainerOutcome => {
    const exitCode =
      outcome.kind === 'succeeded' ? 0 : outcome.kind === 'failed' ? outcome.exitCode : undefined;
    group.enter('ended', exitCode === undefined ? {} : { exitCode });
    return outcome;
  };

  group.enter('waiting');
  for (;;) {
    const news = yield* firstOf(ctx, inbox, ['containerEnded', 'containerProgress', 'cancelRequested'], {
      poll: nextPoll,
      provisioningDeadline,
      runningDeadline,
    });

    switch (news.kind) {
      case 'cancelRequested':
        return { kind: 'cancelled', message: news.value.reason };

      case 'containerEnded':
        // A report of an earlier attempt may arrive late; only the current one counts.
        if (news.value.attempt !== group.attempt) break;
        return ended(reportOutcome(news.value.report));

      case 'containerProgress':
        if (news.value.attempt !== group.attempt) break;
        started(nowIso(ctx));
        group.enter('running', { step: news.value.progress.step });
        break;

      default: {
        yield* act.captureLogs({ group: group.name, runId, attempt: group.attempt });
        const state = yield* act.getContainerState({ group: group.name });
        const verdict = containerVerdict({
          state,
          provisioningExpired: news.kind === 'provisioningDeadline',
          runningExpired: news.kind === 'runningDeadline',
        });
        if (verdict.kind === 'ended') {
          const late = inbox.take('containerEnded');
          const reported = late?.value.attempt === group.attempt ? late.value.report : undefined;
          return ended(reported ? reportOutcome(reported) : verdict.outcome);
        }
        if (verdict.kind === 'running') started(verdict.startedAt ?? nowIso(ctx));
        nextPoll = secondsFromNow(ctx, nextPollSeconds(++polls));
      }
    }
  }
}
