import { expect, test } from 'vitest';
import { z } from 'zod';
import { schemaIssues } from '../../lib/schema-issues.ts';

const size = z.number().min(1).max(4);

const cases: Array<{ is: string; schema: z.ZodType; value: unknown; problem: string }> = [
  { is: 'is missing', schema: z.array(z.string()), value: undefined, problem: 'is missing; give an array' },
  { is: 'has another type', schema: size, value: '2', problem: 'must be a number, not a string' },
  { is: 'is a list', schema: z.object({}), value: [], problem: 'must be an object, not an array' },
  { is: 'is null', schema: z.string(), value: null, problem: 'must be a string, not null' },
  { is: 'is no number at all', schema: size, value: Number.NaN, problem: 'must be a number' },
  { is: 'has a fraction', schema: z.int(), value: 1.5, problem: 'must be a whole number' },
  { is: 'is too small', schema: size, value: 0, problem: 'must be at least 1' },
  { is: 'is too big', schema: size, value: 5, problem: 'must be at most 4' },
  { is: 'is not above its bound', schema: z.number().positive(), value: 0, problem: 'must be more than 0' },
  { is: 'is not below its bound', schema: z.number().lt(3), value: 3, problem: 'must be less than 3' },
  { is: 'is empty', schema: z.string().min(1), value: '', problem: 'must have at least 1 character' },
  {
    is: 'has too much',
    schema: z.array(z.int()).max(2),
    value: [1, 2, 3],
    problem: 'must have at most 2 items',
  },
  { is: 'is none of several', schema: z.enum(['a', 'b']), value: 'c', problem: 'must be one of "a", "b"' },
  { is: 'is not the one', schema: z.literal('a'), value: 'c', problem: 'must be "a"' },
  {
    is: 'is of no kind',
    schema: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('file') }),
      z.object({ kind: z.literal('callback') }),
    ]),
    value: { kind: 'fil' },
    problem: 'must be one of "file", "callback"',
  },
  { is: 'has a rule of its own', schema: z.string().min(3, 'use three'), value: 'c', problem: 'use three' },
];

const titled = cases.map((each) => [each.is, each] as const);

test.each(titled)('a value that %s is told in words of people', (_, { schema, value, problem }) => {
  const { error } = z.object({ part: schema }).safeParse({ part: value });
  expect(error && schemaIssues(error, 'all').map((issue) => issue.problem)).toEqual([problem]);
});

test('each of several mistakes is told with its place', () => {
  const { error } = z.strictObject({ a: z.array(size) }).safeParse({ a: [0, 'x'], b: 1 });
  expect(error && schemaIssues(error, 'all')).toEqual([
    { place: 'a[0]', problem: 'must be at least 1' },
    { place: 'a[1]', problem: 'must be a number, not a string' },
    { place: 'b', problem: 'no such property' },
  ]);
});
