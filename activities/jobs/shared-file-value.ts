import type { OutputSource } from '../../contract/jobs.ts';
import { secretReader } from '../../lib/containers/secret-reader.ts';
import { errorTable, SlipwayError } from '../../lib/errors.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** The largest file that is taken for an output. */
const maxBytes = 4 * 1_024 * 1_024;

/** What a file holds: its text, parsed where it is JSON; or why that cannot be had. */
export async function sharedFileValue(
  deps: Pick<ActivityDependencies, 'fileShares' | 'secrets' | 'kubeObjects'>,
  { account, share, key, path }: Extract<OutputSource, { kind: 'file' }>,
): Promise<{ value: unknown } | { problem: string }> {
  const file = `the file "${path}" of the share "${share}" of "${account}"`;
  let accountKey: string;
  try {
    accountKey = (await secretReader(deps).text(key, `Reading ${file}`)) ?? '';
  } catch (error) {
    if (error instanceof SlipwayError && !errorTable[error.code].retryable) return { problem: error.message };
    throw error;
  }
  const content = await deps.fileShares.read({ account, share, path }, accountKey, maxBytes);
  switch (content.kind) {
    case 'found':
      return { value: parsed(new TextDecoder().decode(content.bytes)) };
    case 'absent':
      return { problem: `There is no ${file.replace(/^the /, '')}; no container wrote it.` };
    case 'tooLarge':
      return {
        problem: `${capital(file)} has ${content.bytes} bytes; at most ${maxBytes} are taken for an output.`,
      };
    case 'refused':
      return { problem: `${capital(file)} cannot be read with the key of the account that the app has.` };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
