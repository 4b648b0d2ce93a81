import { isUtf8 } from 'node:buffer';
import { BuildFailure } from '../build-failure.ts';

/** Limits of Blob Storage for the name of a blob. */
const longestName = 1_024;
const mostSegments = 254;
const namedFiles = 5;

/** Why storage, the static website endpoint or a list of blobs can't carry a file of this name; undefined when all can. */
export function nameProblem(name: Uint8Array): string | undefined {
  if (!isUtf8(name)) return 'its name is not UTF-8';
  const text = Buffer.from(name).toString('utf8');
  const segments = text.split('/');
  if (text.length > longestName)
    return `its path has ${text.length} characters, and storage takes ${longestName}`;
  if (segments.length > mostSegments) {
    return `its path has ${segments.length} parts, and storage takes ${mostSegments}`;
  }
  if (segments.some((segment) => segment.endsWith('.')))
    return 'a part of its path ends with a dot, which storage drops';
  if (text.includes('\\')) return 'its name has a backslash, which browsers and storage take for a slash';
  if (/\p{Cc}/u.test(text)) return 'its name has a control character';
  if (/[\ufffe\uffff]/.test(text)) return 'its name has a character that no list of files can carry';
  return undefined;
}

/** Refuses the names that were found to be impossible, with their reasons. */
export function refuseNames(problems: ReadonlyArray<{ name: Uint8Array; problem: string }>): void {
  if (problems.length === 0) return;
  const named = problems.slice(0, namedFiles).map(({ name, problem }) => `"${printable(name)}": ${problem}`);
  const more = problems.length > namedFiles ? `; and ${problems.length - namedFiles} more` : '';
  const files = problems.length === 1 ? 'A file cannot' : `${problems.length} files cannot`;
  throw new BuildFailure('site-refused', `${files} be published under its name. ${named.join('; ')}${more}.`);
}

/** The name with what a terminal or a log could not show as an escape; very long ones are cut in the middle. */
function printable(name: Uint8Array): string {
  const text = isUtf8(name)
    ? Buffer.from(name).toString('utf8')
    : Buffer.from(name)
        .toString('latin1')
        .replace(/[\x80-\xff]/g, escaped);
  const visible = text.replace(/[\p{Cc}\ufffe\uffff]/gu, escaped);
  return visible.length <= 120 ? visible : `${visible.slice(0, 60)}...${visible.slice(-50)}`;
}

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
}
