import type { TrapName } from '../log.ts';
import type { Replay } from './replay.ts';

/**
 * A call that the extension's context API refuses. Its exception is swallowed there: the call takes no id, nothing
 * is recorded, the code waits for ever and no try/catch runs. We do the same, and say so.
 */
export function refuse(replay: Replay, trap: TrapName, problem: string): void {
  replay.refused = true;
  replay.note({
    trap,
    level: 'error',
    message: `Orchestrator '${replay.facts.name}' ${problem}. It stays Running for ever and its catch and finally never run, here as on Azure, where nothing says so.`,
  });
}

/** A call that the extension refuses in a way that fails the instance, past the code's try and catch. */
export class RefusedCall extends Error {}

/** The extension's text for a name that is not registered. */
export function unknownFunctionText(name: string, kind: string, known: readonly string[]): string {
  const article = /^[aeiou]/.test(kind) ? 'an' : 'a';
  const list = known.map((one) => `'${one}'`).join(', ');
  return `The function '${name}' doesn't exist, is disabled, or is not ${article} ${kind} function. Additional info: The following are the known ${kind} functions: ${list}.`;
}
