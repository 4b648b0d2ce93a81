import type { Traps } from '../traps.ts';
import type { ObservedTurn } from './observed-turn.ts';
import { replayDifference, textOfAction } from './replay-difference.ts';

/** `before` is how many of the actions an earlier turn asked for, too: one that surely was committed. */
type Asked = { executionId: string; actions: string[]; before: number };

const ownInputsOnly = 'make the code depend on nothing but its input, the history and context.df.';
const changedClock =
  'the code changes the date context.df.currentUtcDateTime itself, with setMinutes or the like: change a copy, new Date(context.df.currentUtcDateTime).';

/**
 * Compares the turns of each instance: every turn replays the code from its start, so what it asks for must begin with
 * what the turn before asked for. Stricter than Azure, which compares kinds and names only.
 */
export class ReplayWatch {
  readonly #traps: Traps;
  readonly #asked = new Map<string, Asked>();
  /** Instances that lost a custom status when they continued as new. */
  readonly #lostStatus = new Map<string, string[]>();

  constructor(traps: Traps) {
    this.#traps = traps;
  }

  /** The status is lost only to code that does not set it again at once. */
  statusLost(instanceId: string, positions: string[]): void {
    this.#lostStatus.set(instanceId, positions);
  }

  /**
   * Forgets what the last turns asked for beside those before them: the process died, perhaps before they were committed. On
   * Azure, too, such a turn is played anew, at another time and with what has arrived since.
   */
  crashed(): void {
    for (const asked of this.#asked.values()) asked.actions.length = asked.before;
  }

  see(turn: ObservedTurn): void {
    if (!this.#traps.watchesFor('replayDiffers')) return;
    const { instanceId, executionId } = turn;
    const before = this.#asked.get(instanceId);
    const actions = turn.actions.map(textOfAction);
    if (before && before.executionId === executionId) {
      const difference = replayDifference(before.actions, actions);
      if (difference) {
        this.#traps.add({
          trap: 'replayDiffers',
          problem: `action ${difference.index} of the code was ${difference.expected} and is now ${difference.actual}. On Azure the instance fails as non-deterministic, or goes on with results of other calls; ${turn.changesClock() ? changedClock : ownInputsOnly}`,
          instanceId,
          orchestrator: turn.name,
          positions: turn.positionsOf(turn.actions[difference.index]),
        });
      }
    } else if (before) {
      this.#checkStatus(turn);
    }
    const isSame = before?.executionId === executionId;
    this.#asked.set(instanceId, { executionId, actions, before: isSame ? before.actions.length : 0 });
  }

  #checkStatus(turn: ObservedTurn): void {
    const { instanceId } = turn;
    const positions = this.#lostStatus.get(instanceId);
    this.#lostStatus.delete(instanceId);
    if (positions && turn.customStatus === undefined) {
      this.#traps.add({
        trap: 'statusLost',
        problem:
          'it continued as new and its custom status is null from now on, on Azure as here. Set it again at the top of the orchestrator.',
        instanceId,
        orchestrator: turn.name,
        positions,
      });
    }
  }
}
