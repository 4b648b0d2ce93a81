import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeByPath } from '../../../lib/promotion/merge-by-path.ts';

type Entry = { path: string; from: number };

async function* streamOf(entries: readonly Entry[], onEnd: () => void): AsyncGenerator<Entry> {
  try {
    yield* entries;
  } finally {
    onEnd();
  }
}

const anyStreams = fc
  .array(fc.uniqueArray(fc.string({ maxLength: 2 })), { maxLength: 4 })
  .map((streams) =>
    streams.map((paths, from) =>
      paths.sort((one, other) => (one < other ? -1 : 1)).map((path) => ({ path, from })),
    ),
  );

describe('streams that are sorted by path', () => {
  test('are merged to each path once, in order, with what each stream has there', async () => {
    await fc.assert(
      fc.asyncProperty(anyStreams, async (streams) => {
        const merged = [];
        for await (const each of mergeByPath(streams.map((entries) => streamOf(entries, () => undefined))))
          merged.push(each);
        const paths = [...new Set(streams.flat().map(({ path }) => path))].sort((one, other) =>
          one < other ? -1 : 1,
        );
        expect(merged.map(({ path }) => path)).toEqual(paths);
        for (const { path, versions } of merged)
          expect(versions).toEqual(streams.map((entries) => entries.find((entry) => entry.path === path)));
      }),
    );
  });

  test('are all ended when the walk is left early', async () => {
    let ended = 0;
    const streams = [1, 2].map((from) =>
      streamOf(
        [
          { path: 'a', from },
          { path: 'b', from },
        ],
        () => ended++,
      ),
    );
    for await (const _first of mergeByPath(streams)) break;
    expect(ended).toBe(2);
  });
});
