/** What each stream has at one path. */
export type Merged<T> = { path: string; versions: Array<T | undefined> };

/** Walks through streams that are sorted by path, side by side: each path once, in order. */
export async function* mergeByPath<T extends { path: string }>(
  streams: ReadonlyArray<AsyncIterable<T>>,
): AsyncGenerator<Merged<T>> {
  const readers = streams.map((stream) => stream[Symbol.asyncIterator]());
  try {
    const heads: Array<T | undefined> = [];
    for (const reader of readers) heads.push(await nextOf(reader));
    for (;;) {
      let path: string | undefined;
      for (const head of heads) if (head && (path === undefined || head.path < path)) path = head.path;
      if (path === undefined) return;
      const versions = heads.map((head) => (head?.path === path ? head : undefined));
      yield { path, versions };
      for (const [n, reader] of readers.entries()) if (versions[n]) heads[n] = await nextOf(reader);
    }
  } finally {
    await Promise.all(readers.map((reader) => reader.return?.()));
  }
}

async function nextOf<T>(reader: AsyncIterator<T>): Promise<T | undefined> {
  const next = await reader.next();
  return next.done ? undefined : next.value;
}
