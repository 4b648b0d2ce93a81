import { readFile } from 'node:fs/promises';
import type { DurableTaskSettings, HistoryEvent } from '../../durable/index.ts';
import { resolveSettings } from '../../durable/settings.ts';
import { positionsOf } from '../../functions/code/code-position.ts';
import type { Orchestrator } from '../fakes.ts';
import { OrchestratorObserver } from '../observe/orchestrator-observer.ts';
import { registerOrchestrator } from '../register-orchestrator.ts';
import { TrapError } from '../trap-error.ts';
import { bareFunctions } from './bare-functions.ts';
import { compareWithCode } from './compare-with-code.ts';
import { historyOfRows } from './history-of-rows.ts';
import { readHistory, type SavedHistory } from './saved-history.ts';

export type ReplayOptions = {
  /** Code to replay: one orchestrator, or a function that registers those of an app, of which the history names one. */
  orchestrator: Orchestrator<never> | { register: () => void };
  /** The `extensions.durableTask` of the hub from which the history is, as far as it bears on timers and callHttp. */
  settings?: DurableTaskSettings;
} & ({ history: SavedHistory } | { file: string });

export type ReplayResult = {
  name: string;
  instanceId: string;
  /** The history in the engine's own form, also when it was given in the management API's. */
  history: readonly HistoryEvent[];
};

/**
 * Replays a saved history on today's code. Rejects with a TrapError `nonDeterministic` that says what the history holds,
 * what the code asks for, and where, when the running instances that look like this one would fail after a deploy.
 */
export async function replayHistory(options: ReplayOptions): Promise<ReplayResult> {
  const saved = readHistory(
    'file' in options ? (JSON.parse(await readFile(options.file, 'utf8')) as SavedHistory) : options.history,
  );
  const { name, instanceId } = saved;
  let misstep: TrapError | undefined;
  const observer = new OrchestratorObserver(
    {
      onTurn: () => {},
      onMisstep(turn, trap, problem, at) {
        const own = positionsOf(at);
        const positions = own.length > 0 ? own : turn.positionsAt(undefined);
        misstep ??= new TrapError({ trap, problem, instanceId, orchestrator: name, positions });
        return misstep;
      },
    },
    true,
  );
  const functions = bareFunctions(() => {
    if (typeof options.orchestrator === 'function') registerOrchestrator(name, options.orchestrator);
    else options.orchestrator.register();
  }, observer);
  if (functions.names('orchestration').every((known) => known.toLowerCase() !== name.toLowerCase())) {
    throw new Error(`The history is of '${name}', which is no orchestrator of this app.`);
  }
  const settings = resolveSettings(options.settings);
  const rules = {
    settings,
    knows: () => true,
    names: functions.names,
  };
  const replaying = { functions, observer, rules, name, instanceId };
  const history = saved.kind === 'events' ? saved.events : await historyOfRows(replaying, saved);
  await compareWithCode(replaying, history);
  if (misstep) throw misstep;
  return { name, instanceId, history };
}
