import { describe, expect, test } from 'vitest';
import {
  addedText,
  lastLines,
  limited,
  linesSince,
} from '../../../../lib/kubernetes/workloads/pod-log-text.ts';

async function* parts(...texts: string[]): AsyncGenerator<string> {
  yield* texts;
}

async function joined(text: AsyncIterable<string>): Promise<string> {
  let all = '';
  for await (const part of text) all += part;
  return all;
}

describe('the text of a log', () => {
  test.each([
    ['a\nb\nc\n', 2, 'b\nc\n'],
    ['a\nb\nc', 2, 'b\nc'],
    ['a\n', 5, 'a\n'],
    ['a\n', 0, ''],
    ['a\nb\n', undefined, 'a\nb\n'],
  ])('%j has the last %s lines %j', (text, count, lines) => {
    expect(lastLines(text, count)).toBe(lines);
  });

  const timed =
    '2026-01-01T00:00:01Z one\n2026-01-01T00:00:02Z two\n  more of two\n2026-01-01T00:00:03Z three\n';
  test.each([
    [undefined, false, 'one\ntwo\n  more of two\nthree\n'],
    [Date.parse('2026-01-01T00:00:02Z'), false, 'two\n  more of two\nthree\n'],
    [Date.parse('2026-01-01T00:00:03Z'), true, '2026-01-01T00:00:03Z three\n'],
    [Date.parse('2027-01-01T00:00:00Z'), true, ''],
  ])('since %s, with times: %s', (since, keepsTimes, lines) => {
    expect(linesSince(timed, since, keepsTimes)).toBe(lines);
  });

  test.each([
    ['a\n', 'a\nb\n', 'b\n'],
    ['a\nb\n', 'b\nc\n', 'b\nc\n'],
    ['', 'a\n', 'a\n'],
    ['a\n', 'a\n', ''],
  ])('that was %j and is %j has %j more', (before, after, added) => {
    expect(addedText(before, after)).toBe(added);
  });

  test('ends after so many bytes', async () => {
    expect(await joined(limited(parts('abc', 'def'), 4))).toBe('abcd');
    expect(await joined(limited(parts('abc', 'def'), undefined))).toBe('abcdef');
  });
});
