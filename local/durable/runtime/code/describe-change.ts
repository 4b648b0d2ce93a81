import type { CodeVersion } from '../../functions-port.ts';

/** So many files are named. */
const mostNamed = 5;

/** What became of an orchestrator's code since an execution of it began, for people; empty when nobody knows. */
export function describeChange(before: CodeVersion | undefined, now: CodeVersion | undefined): string {
  if (!before || !now) return '';
  const files = changedFiles(before.files, now.files);
  if (before.source !== now.source) {
    return `The code changed since this instance started: the orchestrator is another function now${files.length > 0 ? `; changed files: ${listed(files)}` : ''}.`;
  }
  if (files.length > 0) {
    return `The orchestrator's own code is as it was when this instance started, but what it calls may have changed: ${listed(files)}.`;
  }
  return before.files && now.files
    ? 'The code did not change since this instance started: it depends on something other than its input, its history and context.df.'
    : "The orchestrator's own code did not change since this instance started: what it calls did, or it depends on something other than its input, its history and context.df.";
}

function changedFiles(before: CodeVersion['files'] = {}, now: CodeVersion['files'] = {}): string[] {
  const paths = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...paths].filter((path) => before[path] !== now[path]).sort();
}

function listed(files: readonly string[]): string {
  const more = files.length - mostNamed;
  return `${files.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
