import { expect, test } from 'vitest';
import { ContainerLog } from '../../../local/arm/container-groups/container-log.ts';

const kb = 1024;
const mb = 1024 * kb;

/** Numbered lines of 64 bytes each. */
function lines(from: number, count: number): Buffer {
  return Buffer.from(
    Array.from({ length: count }, (_, n) => `${String(from + n).padEnd(63, '.')}\n`).join(''),
  );
}

test('keeps the last 4 MB while the container runs', () => {
  const log = new ContainerLog();
  for (let from = 0; from < 100_000; from += 1_000) log.append(lines(from, 1_000), 0);
  const text = log.read();
  expect(Buffer.byteLength(text)).toBe(4 * mb);
  expect(text.slice(-64)).toBe(lines(99_999, 1).toString());
});

test('is cut to 16 KB when the container has ended', () => {
  const log = new ContainerLog();
  log.append(lines(0, 2_000), 0);
  log.end();
  expect(log.read()).toBe(lines(2_000 - 256, 256).toString());
});

test('is cut to 1,000 lines when those are shorter than 16 KB', () => {
  const log = new ContainerLog();
  log.append(Buffer.from(Array.from({ length: 2_000 }, (_, n) => `${n}\n`).join('')), 0);
  log.end();
  const kept = log.read().split('\n').slice(0, -1);
  expect(kept).toHaveLength(1_000);
  expect([kept[0], kept.at(-1)]).toEqual(['1000', '1999']);
});

test('gives the last lines, the unfinished one included', () => {
  const log = new ContainerLog();
  log.append(Buffer.from('one\ntwo\nthr'), 0);
  log.append(Buffer.from('ee'), 0);
  expect(log.read({ tail: 2 })).toBe('two\nthree');
  expect(log.read({ tail: 9 })).toBe('one\ntwo\nthree');
});

test('dates each line by when it began', () => {
  const log = new ContainerLog();
  log.append(Buffer.from('one\ntw'), 0);
  log.append(Buffer.from('o\nthree\n'), 1_500);
  expect(log.read({ timestamps: true })).toBe(
    '1970-01-01T00:00:00.000Z one\n1970-01-01T00:00:00.000Z two\n1970-01-01T00:00:01.500Z three\n',
  );
});

test('does not begin inside a character after a cut', () => {
  const log = new ContainerLog();
  log.append(Buffer.from('é'.repeat(16 * kb)), 0);
  log.append(Buffer.from('x'), 0);
  log.end();
  expect(log.read()).toBe(`${'é'.repeat(8 * kb - 1)}x`);
});
