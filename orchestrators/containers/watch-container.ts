import type { ContainerGroupSpec } from '../../contract/container-specs.ts';
import type { ContainerEnd, ContainerGroupState, ContainerOutcome } from '../../contract/containers.ts';
import type { ContainerEvents } from '../../contract/events.ts';
import { containerSummaries } from '../../lib/decide/containers/container-summaries.ts';
import { containerVerdict } from '../../lib/decide/containers/container-verdict.ts';
import { nextPollSeconds } from '../../lib/decide/containers/next-poll.ts';
import { reportedEnd } from '../../lib/decide/containers/reported-end.ts';
import type { EventInbox } from '../../lib/durable/event-inbox.ts';
import { firstOf } from '../../lib/durable/first-of.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { nowIso, secondsFromNow } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import type { AttemptGroup } from './attempt-group.ts';

/**
 * Waits until the group of one attempt has ended. The containers' own report comes first; the polls find what reports nothing:
 * a lost callback, a crash, an image that cannot be pulled, a platform that killed it. Both deadlines end the wait for good.
 */
export function* watchContainer(
  ctx: OrchestrationContext,
  inbox: EventInbox<ContainerEvents>,
  spec: ContainerGroupSpec,
  group: AttemptGroup,
): Workflow<Omit<ContainerOutcome, 'attempt'> & ContainerEnd> {
  const act = proxyActivities(ctx, transient);
  const { provisioningDeadlineSeconds, runningDeadlineSeconds, containers, restartPolicy } = spec;
  let provisioningDeadline: number | undefined = secondsFromNow(ctx, provisioningDeadlineSeconds);
  let runningDeadline: number | undefined;
  let seen: ContainerGroupState | undefined;
  let polls = 0;
  let nextPoll = secondsFromNow(ctx, nextPollSeconds(polls));

  const started = (startedAt: string): void => {
    if (provisioningDeadline === undefined) return;
    provisioningDeadline = undefined;
    if (runningDeadlineSeconds !== undefined) runningDeadline = secondsFromNow(ctx, runningDeadlineSeconds);
    group.enter('running', { startedAt });
  };

  const ended = (end: ContainerEnd, report?: ContainerEvents['containerEnded']) => {
    const exitCode = end.kind === 'succeeded' ? 0 : end.kind === 'failed' ? end.exitCode : undefined;
    group.enter('ended', exitCode === undefined ? {} : { exitCode });
    return {
      ...end,
      containers: containerSummaries(containers, seen),
      ...(report?.result === undefined ? {} : { result: report.result }),
    };
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
        return ended({ kind: 'cancelled', message: news.value.reason });

      case 'containerEnded':
        // A report of an earlier attempt may arrive late; only the current one counts.
        if (news.value.attempt !== group.attempt) break;
        return ended(reportedEnd(news.value), news.value);

      case 'containerProgress':
        if (news.value.attempt !== group.attempt) break;
        started(nowIso(ctx));
        group.enter('running', { step: news.value.step });
        break;

      default: {
        yield* act.captureLogs(group.logs);
        seen = yield* act.getContainerState({ group: group.name });
        const verdict = containerVerdict({
          state: seen,
          containers,
          restartPolicy,
          provisioningDeadlineSeconds,
          runningDeadlineSeconds,
          provisioningExpired: news.kind === 'provisioningDeadline',
          runningExpired: news.kind === 'runningDeadline',
        });
        if (verdict.kind === 'ended') {
          const late = inbox.take('containerEnded')?.value;
          return late?.attempt === group.attempt ? ended(reportedEnd(late), late) : ended(verdict.end);
        }
        if (verdict.kind === 'running') started(verdict.startedAt ?? nowIso(ctx));
        nextPoll = secondsFromNow(ctx, nextPollSeconds(++polls));
      }
    }
  }
}
