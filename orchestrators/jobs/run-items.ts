import type { ContainerEvents } from '../../contract/events.ts';
import type {
  EndedItem,
  ItemEvents,
  ItemsNews,
  ItemsStop,
  JobItemsOutcome,
  JobItemsStatus,
  ManyRequest,
} from '../../contract/job-items.ts';
import { ItemBoard } from '../../lib/decide/jobs/item-board.ts';
import { itemNames } from '../../lib/decide/jobs/item-names.ts';
import { itemsOutcome, itemsStep, tooManyFailures } from '../../lib/decide/jobs/items-step.ts';
import { nextLookSeconds } from '../../lib/decide/runs/next-look.ts';
import { EventInbox } from '../../lib/durable/event-inbox.ts';
import { firstOf } from '../../lib/durable/first-of.ts';
import { proxyActivities } from '../../lib/durable/proxy-activities.ts';
import { transient } from '../../lib/durable/retry.ts';
import { say } from '../../lib/durable/say.ts';
import { nowIso, secondsFromNow } from '../../lib/durable/time.ts';
import type { OrchestrationContext, Step, Workflow } from '../../lib/durable/workflow.ts';

/** Then the history is long enough to be slow to replay: a new life looks at all that runs, which costs about as much. */
const turnsPerLife = 50;

/** Ends that one activity looks up. */
const toldAtOnce = 50;

export type ItemsPlan = {
  kind: JobItemsStatus['kind'];
  items: number;
  /** Of the nodes of a graph, in order. */
  names?: string[];
  needs?: number[][];
  /** How many may end without success before the rest is stopped; no limit when absent. */
  allowFailures?: number;
};

/**
 * Runs many jobs, each a run of its own, so many at a time: starts those that may start, hears which have ended, and stops when
 * it is cancelled or when more fail than may. Ends are told when they stand in the rows of the jobs, and a look finds those
 * whose telling was lost.
 */
export function* runItems(
  ctx: OrchestrationContext,
  request: ManyRequest,
  plan: ItemsPlan,
): Workflow<JobItemsOutcome> {
  const act = proxyActivities(ctx, transient);
  const inbox = new EventInbox<ItemEvents & Pick<ContainerEvents, 'cancelRequested'>>(ctx);
  const parent = ctx.df.instanceId;
  const { hub, requestedAt, parallelism, timeToLiveMinutes, progress } = request;
  const { kind, items, needs, allowFailures } = plan;
  const names = itemNames(items, plan.names);
  const board = new ItemBoard(items, { needs, text: progress?.states });
  const phases = [...(progress?.phases ?? [])];
  let stop = progress?.stop;

  const show = (phase: JobItemsStatus['phases'][number]['phase'], outcome?: JobItemsOutcome): void => {
    if (phases.at(-1)?.phase !== phase) phases.push({ phase, startedAt: nowIso(ctx) });
    ctx.df.customStatus = { kind, phases, counts: board.counts, ...(outcome ? { outcome } : {}) };
  };
  const stopFor = (reason: ItemsStop | undefined): void => {
    if (stop || !reason) return;
    stop = reason;
    board.skipPending();
    say(ctx, `${kind} ${parent}: ${reason.message}; ${board.counts.skipped} of ${items} are not started`);
  };
  const note = ({ ended, cancelled }: ItemsNews): void => {
    for (const { item, status } of ended) board.end(names.positionOf(item), status);
    if (cancelled) stopFor({ kind: 'cancelled', message: cancelled });
    if (allowFailures !== undefined) stopFor(tooManyFailures(board.counts, allowFailures));
    show(stop ? 'stopping' : 'running');
  };
  /** As many as may be told of while an activity runs, so that all of them are one turn. */
  const ears = (): Array<'itemEnded'> => {
    const wanted = Math.min(board.running.length, toldAtOnce) - inbox.openWaits('itemEnded');
    return new Array<'itemEnded'>(Math.max(wanted, 1)).fill('itemEnded');
  };
  const lookAtAll = (): Step<ItemsNews> =>
    act.readItems({ parent, items: board.running.map(names.nameOf), look: true });

  show(stop ? 'stopping' : 'running');
  // What was told between two lives is lost with the first.
  if (progress) note(yield* lookAtAll());

  let looks = 0;
  for (let turn = 1; turn <= turnsPerLife; turn++) {
    const step = itemsStep(board, { parallelism, stop });
    switch (step.kind) {
      case 'start': {
        const starting = step.items.map((position) => ({ position, name: names.nameOf(position) }));
        const answer = yield* act.startItems({ parent, kind, hub, items: starting });
        board.start(answer.started.map(names.positionOf));
        note(answer);
        break;
      }
      case 'cancel':
        yield* act.cancelItems({ parent, items: step.items.map(names.nameOf), reason: stop?.message ?? '' });
        if (stop) stop = { ...stop, told: true };
        break;
      case 'wait': {
        const look = secondsFromNow(ctx, nextLookSeconds(looks));
        const news = yield* firstOf(ctx, inbox, ['cancelRequested', ...ears()], { look });
        if (news.kind === 'itemEnded') {
          const told = [news.value];
          for (let more = inbox.take('itemEnded'); more; more = inbox.take('itemEnded'))
            told.push(more.value);
          note({ ended: told.filter(isEnd) });
          // Behind the last event of a life comes an activity: without one the next life would hear that event again, for ever.
          const untold = told.filter((each) => !isEnd(each) || turn === turnsPerLife);
          if (untold.length > 0) {
            const asked = untold.map(({ item }) => item);
            note(yield* act.readItems({ parent, items: asked, look: false }));
          }
        } else {
          // Ends are told; a look finds those whose telling was lost, and a cancellation.
          looks++;
          note(yield* lookAtAll());
        }
        break;
      }
      case 'over': {
        const outcome = itemsOutcome(board, { items, stop, allowFailures });
        say(ctx, `${kind} ${parent}: ${outcome.message}`);
        show('done', outcome);
        const ttl = timeToLiveMinutes === undefined ? {} : { timeToLiveMinutes };
        yield* act.endItems({ parent, kind, requestedAt, outcome, ...ttl });
        return outcome;
      }
    }
  }
  ctx.df.continueAsNew({ ...request, progress: { phases, states: board.toText(), ...(stop && { stop }) } });
  return itemsOutcome(board, { items, stop, allowFailures });
}

function isEnd(told: ItemEvents['itemEnded']): told is EndedItem {
  return told.status !== undefined;
}
