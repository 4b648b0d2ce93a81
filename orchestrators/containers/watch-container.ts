import type { ContainerGroupSpec } from '../../contract/container-specs.ts';
import type { ContainerEnd, ContainerGroupState, ContainerSummary } from '../../contract/containers.ts';
import type { ContainerEvents } from '../../contract/events.ts';
import { containerSummaries } from '../../lib/decide/containers/container-summaries.ts';
import { containerVerdict } from '../../lib/decide/containers/container-verdict.ts';
import { nextPollSeconds } from '../../lib/decide/containers/next-poll.ts';
import {
  type ContainerReport,
  reportedEnd,
  reportedResult,
  reportingContainer,
} from '../../lib/decide/containers/reported-end.ts';
import type { EventInbox } from '../../lib/durable/event-inbox.ts';
import { firstOf } from '../../lib/durable/first-of.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { nowIso, nowMs, secondsFromNow } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Workflow } from '../../lib/durable/workflow.ts';
import type { AttemptGroup } from './attempt-group.ts';

/** How one attempt ended. `state`: of its group, as it was seen last. */
export type WatchedEnd = ContainerEnd & {
  containers: ContainerSummary[];
  result?: unknown;
  state?: ContainerGroupState | undefined;
};

/**
 * Waits until the group of one attempt has ended. The containers' own report comes first; the polls find what reports nothing:
 * a lost callback, a crash, an image that cannot be pulled, a platform that killed it. Both deadlines end the wait for good.
 */
export function* watchContainer(
  ctx: OrchestrationContext,
  inbox: EventInbox<ContainerEvents>,
  spec: ContainerGroupSpec,
  group: AttemptGroup,
): Workflow<WatchedEnd> {
  const act = proxyActivities(ctx, transient);
  const { provisioningDeadlineSeconds, runningDeadlineSeconds, containers, restartPolicy } = spec;
  let provisioningDeadline: number | undefined = secondsFromNow(ctx, provisioningDeadlineSeconds);
  let runningDeadline: number | undefined;
  let seen: ContainerGroupState | undefined;
  const reports = new Map<string, ContainerReport>();
  let polls = 0;
  let nextPoll = secondsFromNow(ctx, nextPollSeconds(polls));

  const started = (startedAt: string): void => {
    if (provisioningDeadline === undefined) return;
    provisioningDeadline = undefined;
    // The clocks of Azure's nodes differ a little, and no container has started in the future.
    const startedMs = Math.min(Date.parse(startedAt), nowMs(ctx));
    if (runningDeadlineSeconds !== undefined) runningDeadline = startedMs + runningDeadlineSeconds * 1_000;
    group.enter('running', { startedAt });
  };

  /** How the group ended, should this report have been the last that was missing. A late one of an earlier attempt counts nothing. */
  const taken = (report: ContainerReport): ContainerEnd | undefined => {
    const name = report.attempt === group.attempt ? reportingContainer(containers, report) : undefined;
    if (name === undefined || reports.has(name)) return undefined;
    reports.set(name, report);
    return reportedEnd(containers, reports);
  };

  const ended = (end: ContainerEnd): WatchedEnd => {
    const exitCode = end.kind === 'succeeded' ? 0 : end.kind === 'failed' ? end.exitCode : undefined;
    group.enter('ended', exitCode === undefined ? {} : { exitCode });
    return {
      ...end,
      containers: containerSummaries(containers, seen, reports),
      ...reportedResult(containers, reports),
      state: seen,
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

      case 'containerEnded': {
        const end = taken(news.value);
        if (end) return ended(end);
        break;
      }

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
          reports,
          provisioningDeadlineSeconds,
          runningDeadlineSeconds,
          provisioningExpired: news.kind === 'provisioningDeadline',
          runningExpired: news.kind === 'runningDeadline',
        });
        if (verdict.kind === 'ended') {
          const late = inbox.take('containerEnded');
          return ended((late && taken(late.value)) ?? verdict.end);
        }
        if (verdict.kind === 'running') started(verdict.startedAt ?? nowIso(ctx));
        nextPoll = secondsFromNow(ctx, nextPollSeconds(++polls));
      }
    }
  }
}
