import type { OutputSource } from '../../contract/jobs.ts';
import { jobValue } from '../../lib/decide/jobs/job-value.ts';
import { lastJsonLine } from '../../lib/decide/jobs/last-json-line.ts';
import { jsonTrouble } from '../../lib/decide/json-trouble.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import { placeOf } from '../../lib/schema-issues.ts';
import type { ActivityDependencies } from '../dependencies.ts';
import { sharedFileValue } from './shared-file-value.ts';

/** How far from its end a log is searched for a line that is JSON. */
const searchedChars = 256 * 1_024;

type Found = { value: unknown } | { problem: string };

/** Idempotent: read again, the same place holds the same. */
export function collectOutput(deps: ActivityDependencies): ActivityHandlers['collectOutput'] {
  const { documents } = deps;
  const read = async (source: OutputSource): Promise<Found> => {
    switch (source.kind) {
      case 'value':
        return source;
      case 'stored': {
        const { runId, value } = source;
        return (
          (await documents.readValue(runId, value)) ?? { problem: 'The posted result is no longer there.' }
        );
      }
      case 'lastLine': {
        const { text } = await documents.readLogTail(source.log, searchedChars);
        return lastJsonLine(text) ?? { problem: 'No line of the log is JSON.' };
      }
      case 'file':
        return sharedFileValue(deps, source);
    }
  };
  return async ({ runId, source }) => {
    const found = await read(source);
    if ('problem' in found) return found;
    const trouble = jsonTrouble(found.value);
    if (trouble)
      return { problem: `The output can't be kept: "${placeOf(trouble.path)}" ${trouble.problem}.` };
    const output = jobValue(found.value);
    if (output.kind === 'stored') await documents.writeValue(runId, 'output', found.value);
    return { output };
  };
}
