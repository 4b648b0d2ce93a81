import type { CallActivity, CallActivityWithRetry } from '../protocol/actions.ts';
import { type Settle, settled } from './decision.ts';
import { refuse } from './refuse.ts';
import type { Replay } from './replay.ts';

export function callActivity(
  replay: Replay,
  action: CallActivity | CallActivityWithRetry,
  settle: Settle,
): void {
  const name = action.functionName;
  if (!replay.rules.knows('activity', name) && !replay.isRecorded(name)) {
    refuse(replay, 'unknownFunction', `called the activity '${name}', which is not registered`);
    settle(settled);
    return;
  }
  if (typeof action.input === 'boolean') {
    replay.note({
      trap: 'booleanInput',
      level: 'warning',
      message: `Activity '${name}' gets the boolean ${action.input} as the text "${activityInput(action.input)}", here as on Azure. Pass an object.`,
    });
  }
  replay.schedule({ kind: 'activity', name, input: activityInput(action.input) }, settle);
}

/** The text of the trigger: the SDK sends strings as JSON text already; .NET's word for a boolean has a capital. */
export function activityInput(input: unknown): string | null {
  if (input === undefined || input === null) return null;
  if (typeof input === 'string') return input;
  if (typeof input === 'boolean') return input ? 'True' : 'False';
  return JSON.stringify(input);
}
