import { z } from 'zod';

const nouns: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  record: 'an object',
};

/** What is counted in things that have a size. */
const units: Record<string, string> = { string: 'character', array: 'item', set: 'item', map: 'entry' };

/** What is wrong with a value in the words of people, where zod has words for programmers; a rule that has its own keeps them. */
export function plainProblem(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'no such property';
    case 'invalid_type':
      return ofType(issue.expected, z.core.util.parsedType(issue.input));
    case 'invalid_value':
      return ofChoice(issue.values);
    case 'invalid_union':
      return Array.isArray(issue.options) ? ofChoice(issue.options) : undefined;
    case 'too_small':
      return ofBound(issue.inclusive ? 'at least' : 'more than', issue.minimum, issue);
    case 'too_big':
      return ofBound(issue.inclusive ? 'at most' : 'less than', issue.maximum, issue);
  }
}

function ofType(expected: string, received: string): string {
  const wanted = nouns[expected] ?? expected;
  if (received === 'undefined') return `is missing; give ${wanted}`;
  // A number that is none, or has a fraction, is not told that it must be no number.
  if (received === 'nan' || (expected === 'int' && received === 'number')) return `must be ${wanted}`;
  return `must be ${wanted}, not ${received === 'boolean' ? 'a boolean' : (nouns[received] ?? received)}`;
}

function ofChoice(choices: readonly z.core.util.Primitive[]): string {
  const shown = choices.map((choice) => z.core.util.stringifyPrimitive(choice)).join(', ');
  return `must be ${choices.length > 1 ? 'one of ' : ''}${shown}`;
}

function ofBound(
  than: string,
  bound: number | bigint,
  { origin, exact }: { origin: string; exact?: boolean },
): string {
  const unit = units[origin];
  const amount = `${exact ? 'exactly' : than} ${bound}`;
  if (unit === undefined) return `must be ${amount}`;
  const plural = unit === 'entry' ? 'entries' : `${unit}s`;
  return `must have ${amount} ${Number(bound) === 1 ? unit : plural}`;
}
