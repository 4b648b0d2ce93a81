import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logIncrement, logOverlapChars } from '../../../../lib/decide/containers/log-increment.ts';

const missing = '\n[part of the log is missing here]\n';
/** What the service keeps of a log, shortened so that tests reach the limit. */
const windowChars = 5_000;

function archive(readings: readonly string[]): string {
  let archived = '';
  for (const reading of readings) archived += incrementOf(archived, reading);
  return archived;
}

function incrementOf(archived: string, reading: string): string {
  return logIncrement({
    archivedTail: archived.slice(-logOverlapChars),
    archivedBytes: new TextEncoder().encode(archived).length,
    reading,
  });
}

function numberedLines(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, n) => `${from + n}: building page ${from + n}\n`).join('');
}

describe('what a reading adds to the archived log', () => {
  const rows = [
    { title: 'is all of the first reading', archived: '', reading: 'a\nb\n', added: 'a\nb\n' },
    { title: 'is nothing when nothing is new', archived: 'a\nb\n', reading: 'a\nb\n', added: '' },
    { title: 'is the part behind the archived one', archived: 'a\n', reading: 'a\nb\n', added: 'b\n' },
    { title: 'may begin within a line', archived: 'load', reading: 'loading\n', added: 'ing\n' },
    {
      title: 'is counted in characters of any length',
      archived: 'grün €\n',
      reading: 'grün €\n😀\n',
      added: '😀\n',
    },
    {
      title: 'is found in a log that repeats itself',
      archived: 'x\nx\n',
      reading: 'x\nx\nx\nx\n',
      added: 'x\nx\n',
    },
    {
      title: 'is nothing when only the archived end is left',
      archived: 'a\nb\nc\n',
      reading: 'c\n',
      added: '',
    },
    {
      title: 'is found behind an overlap of whole lines',
      archived: 'a\nb\n',
      reading: 'b\nc\n',
      added: 'c\n',
    },
    {
      title: 'is found behind a long overlap that begins within a line',
      archived: 'start\nthis line was cut by the service in its middle\n',
      reading: 'was cut by the service in its middle\nend\n',
      added: 'end\n',
    },
    {
      title: 'is marked when the archived end is gone',
      archived: 'a\n',
      reading: 'y\nz\n',
      added: `${missing}y\nz\n`,
    },
    {
      title: 'is not joined on a chance letter within a line',
      archived: 'one\ntwo',
      reading: 'other\n',
      added: `${missing}other\n`,
    },
    {
      title: 'is all of a shorter log of a container that the platform restarted',
      archived: 'first life\nended\n',
      reading: 'second life\n',
      added: `${missing}second life\n`,
    },
  ];
  for (const { title, archived, reading, added } of rows) {
    test(title, () => {
      expect(incrementOf(archived, reading)).toBe(added);
    });
  }

  test('loses none of a thousand equal lines', () => {
    const line = 'waiting for the database\n';
    const readings = [1, 400, 401, 1_000, 1_000].map((count) => line.repeat(count));
    expect(archive(readings)).toBe(line.repeat(1_000));
  });

  test('goes on after a place where a part is missing', () => {
    const lost = archive([numberedLines(0, 10), numberedLines(200, 300), numberedLines(200, 310)]);
    expect(lost).toBe(`${numberedLines(0, 10)}${missing}${numberedLines(200, 310)}`);
  });

  test('reassembles any log from readings of the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 20 }), { maxLength: 8 }), (pieces) => {
        const readings = pieces.map((_, n) => pieces.slice(0, n + 1).join(''));
        expect(archive(readings)).toBe(pieces.join(''));
      }),
    );
  });

  test('reassembles a log of different lines from readings that each overlap the one before', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 12 }), (growth) => {
        let lines = 0;
        const readings = growth.map((more) => {
          lines += more;
          return numberedLines(0, lines).slice(-windowChars);
        });
        expect(archive(readings)).toBe(numberedLines(0, lines));
      }),
    );
  });

  test('adds nothing when the same reading comes again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (archived, reading) => {
        const once = archived + incrementOf(archived, reading);
        expect(incrementOf(once, reading)).toBe('');
      }),
    );
  });
});
