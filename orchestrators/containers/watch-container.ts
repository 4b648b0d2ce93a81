import type { ContainerGroupSpec } from '../../contract/container-specs.ts';
import type {
  ContainerEnd,
  ContainerGroupState,
  ContainerSummary,
  ReportedResult,
} from '../../contract/containers.ts';
import type { ContainerEvents } from '../../contract/events.ts';
import { ownExitCode } from '../../lib/decide/containers/container-exit.ts';
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

/** How one attempt ended. `state`: of its group, as it was seen last. `reported`: the containers that said so themselves. */
export type WatchedEnd = ContainerEnd & {
  containers: ContainerSummary[];
  state?: ContainerGroupState | undefined;
  reported: string[];
} & ReportedResult;

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
  const { provisioningDeadlineSeconds, runningDeadlineSeconds, containers } = spec;
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

  /** The same for reports that came during a poll: they are told apart from what Azure shows, and count before it. */
  const lateEnd = (): ContainerEnd | undefined => {
    for (;;) {
      const late = inbox.take('containerEnded');
      const end = late && taken(late.value);
      if (!late || end) return end;
    }
  };

  const show = (): void => group.note({ containers: containerSummaries(containers, seen, reports) });

  const ended = (end: ContainerEnd): WatchedEnd => {
    const exitCode = end.kind === 'succeeded' ? 0 : ownExitCode(end);
    const summaries = containerSummaries(containers, seen, reports);
    group.enter('ended', { containers: summaries, ...(exitCode === undefined ? {} : { exitCode }) });
    return {
      ...end,
      containers: summaries,
      ...reportedResult(containers, reports),
      state: seen,
      reported: [...reports.keys()],
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
        show();
        break;
      }

      case 'containerProgress':
        if (news.value.attempt !== group.attempt) break;
        started(nowIso(ctx));
        group.enter('running', { step: news.value.step });
        break;

      default: {
        seen = yield* act.observeGroup(group.logs);
        const verdict = containerVerdict({
          ...spec,
          state: seen,
          reports,
          provisioningExpired: news.kind === 'provisioningDeadline',
          runningExpired: news.kind === 'runningDeadline',
        });
        if (verdict.kind === 'ended') {
          return ended(lateEnd() ?? verdict.end);
        }
        if (verdict.kind === 'running') started(verdict.startedAt ?? nowIso(ctx));
        show();
        nextPoll = secondsFromNow(ctx, nextPollSeconds(++polls));
      }
    }
  }
}
