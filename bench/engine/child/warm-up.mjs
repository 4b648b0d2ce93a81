const warmUpRuns = 10;

/** The same few runs for every engine before anything is timed: compiled code, open connections, pages in the cache. */
export async function warmUp(engine) {
  const ids = Array.from({ length: warmUpRuns }, (_, run) => `warm-${run}`);
  const ended = engine.finished(ids);
  await Promise.all(ids.map((id) => engine.start('chain', id)));
  await ended;
}
