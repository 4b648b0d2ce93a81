import type { z } from 'zod';
import { plainProblem } from './plain-problem.ts';

/** One mistake of what people wrote: where it stands, such as `containers[1].image`, and what is wrong there. */
export type SchemaIssue = { place: string; problem: string };

/** Every mistake that a schema found; `whole` names the place of one that concerns everything. */
export function schemaIssues(error: z.ZodError, whole: string): SchemaIssue[] {
  return issuesAt([], error.issues).map(({ path, problem }) => ({ place: placeOf(path) || whole, problem }));
}

function issuesAt(
  parent: readonly PropertyKey[],
  issues: readonly z.core.$ZodIssue[],
): Array<{ path: PropertyKey[]; problem: string }> {
  return issues.flatMap((issue) => {
    const path = [...parent, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      // A schema may say more than zod does.
      const problem = issue.message.startsWith('Unrecognized key') ? 'no such property' : issue.message;
      return issue.keys.map((key) => ({ path: [...path, key], problem }));
    }
    // Where only one of several forms was meant, its own mistakes say more than that no form fits.
    const meant = issue.code === 'invalid_union' ? issue.errors.filter(isOfThatType) : [];
    if (meant[0] && meant.length === 1) return issuesAt(path, meant[0]);
    return { path, problem: problemOf(issue) };
  });
}

/** Whether a form was refused for what is in it, and not for being a text where an object was wanted. */
function isOfThatType(issues: readonly z.core.$ZodIssue[]): boolean {
  return !issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0);
}

/** A path in the way in which people write it: `containers[1].mounts[0].volume`. */
export function placeOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((place, key) => {
    if (typeof key === 'number') return `${place}[${key}]`;
    return place === '' ? String(key) : `${place}.${String(key)}`;
  }, '');
}

/** A key that does not fit says only that; what it should be is told by its own mistakes. */
function problemOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_key'
    ? issue.issues.map(({ message }) => plainProblem(message)).join(', ')
    : plainProblem(issue.message);
}

/** How many there are, for the head of a list of them. */
export function mistakes(issues: readonly unknown[]): string {
  return issues.length === 1 ? '1 mistake' : `${issues.length} mistakes`;
}
