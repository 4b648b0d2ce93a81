import type { DurableFunctions } from '../../functions-port.ts';
import type { Note } from '../../interpreter/interpretation.ts';
import type { LiveInstance } from '../instances/live-instance.ts';
import type { CodeRegister } from './code-register.ts';
import { describeChange } from './describe-change.ts';

/**
 * Adds to the note of a wrong replay where the code asks for what it asks for, and whether it has changed since the
 * execution began. Only a failing turn pays for that: the code runs once more, watched.
 */
export async function explainDifference(
  { functions, code }: { functions: DurableFunctions; code: CodeRegister },
  instance: LiveInstance,
  call: { name: string; trigger: string },
  notes: readonly Note[],
): Promise<Note[]> {
  const change = describeChange(code.atStart(instance.row.key), functions.codeOf?.(call.name));
  return Promise.all(
    notes.map(async (note) => {
      if (note.trap !== 'nonDeterministic') return note;
      const positions = (await functions.locate?.(call.name, call.trigger, note.place)) ?? [];
      const where = positions.length > 0 ? `In the code: ${positions.join(', called at ')}.` : '';
      return { ...note, message: [note.message, where, change].filter((part) => part !== '').join(' ') };
    }),
  );
}
