import type { z } from 'zod';
import { plainProblem } from './plain-problem.ts';

/** One mistake of what people wrote: where it stands, such as `containers[1].image`, and what is wrong there. */
export type SchemaIssue = { place: string; problem: string };

/** A value as its schema has it, or every mistake in it. `whole` names the place of one that concerns everything. */
export function readBySchema<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  whole: string,
): { data: z.output<Schema> } | { issues: SchemaIssue[] } {
  const { data, error } = schema.safeParse(value, { error: plainProblem });
  if (!error) return { data };
  const issues = issuesAt([], error.issues);
  return { issues: issues.map(({ path, problem }) => ({ place: placeOf(path) || whole, problem })) };
}

function issuesAt(
  parent: readonly PropertyKey[],
  issues: readonly z.core.$ZodIssue[],
): Array<{ path: PropertyKey[]; problem: string }> {
  return issues.flatMap((issue) => {
    const path = [...parent, ...issue.path];
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: [...path, key], problem: issue.message }));
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
  return issue.code === 'invalid_key' ? issue.issues.map(({ message }) => message).join(', ') : issue.message;
}

/** How many there are, for the head of a list of them. */
export function mistakes(issues: readonly unknown[]): string {
  return issues.length === 1 ? '1 mistake' : `${issues.length} mistakes`;
}
