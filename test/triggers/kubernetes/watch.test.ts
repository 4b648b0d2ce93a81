import { describe, expect, test } from 'vitest';
import { asTable, configMapsPath, KubeBench, podsPath } from '../../support/kube-bench.ts';

/** Does one thing after the other, one for each time that the watch waits. */
function during(bench: KubeBench, ...steps: Array<() => Promise<unknown>>): void {
  bench.onPause = async () => steps.shift()?.();
}

const brief = (events: Array<{ type: string; name: string }>) =>
  events.map(({ type, name }) => `${type} ${name}`);

describe('a watch', () => {
  test('from a version tells what happened since then, and goes on telling', async () => {
    const bench = new KubeBench();
    await bench.aPod('a');
    const { resourceVersion } = (await bench.get(podsPath)).body.metadata;
    await bench.aPod('b');
    during(
      bench,
      () => bench.setStatus('a', { phase: 'Running' }),
      () => bench.post(configMapsPath, { metadata: { name: 'none-of-it' } }),
      () => bench.objects.remove({ resource: 'pods', namespace: 'default', name: 'b' }),
    );
    const path = `${podsPath}?watch=1&timeoutSeconds=5&resourceVersion=${resourceVersion}`;
    const events = await bench.watched(path);
    expect(brief(events)).toEqual(['ADDED b', 'MODIFIED a', 'DELETED b']);
    expect(events[1]?.object.status).toEqual({ phase: 'Running' });
  });

  test('without a version begins with what there is', async () => {
    const bench = new KubeBench();
    await bench.aPod('a');
    during(bench, () => bench.aPod('b'));
    expect(brief(await bench.watched(`${podsPath}?watch=true&timeoutSeconds=2`))).toEqual([
      'ADDED a',
      'ADDED b',
    ]);
  });

  test('says where the beginning ends, when it is asked for that', async () => {
    const bench = new KubeBench();
    await bench.aPod('a');
    const query = 'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=1';
    const { text } = await bench.get(`${podsPath}?${query}&allowWatchBookmarks=true`);
    const events = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ type }) => type)).toEqual(['ADDED', 'BOOKMARK', 'BOOKMARK']);
    expect(events[1].object.metadata.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
    expect((await bench.get(`${podsPath}?${query}`)).status).toBe(400);
  });

  test('by labels or status tells objects as added and deleted when they begin and cease to fit', async () => {
    const bench = new KubeBench();
    await bench.aPod('a');
    await bench.aPod('b');
    const { resourceVersion } = (await bench.get(podsPath)).body.metadata;
    during(
      bench,
      () => bench.setStatus('a', { phase: 'Pending', message: 'still' }),
      () => bench.setStatus('a', { phase: 'Running' }),
      () => bench.setStatus('a', { phase: 'Running', message: 'still' }),
      () => bench.setStatus('a', { phase: 'Succeeded' }),
    );
    const query = `watch=1&timeoutSeconds=5&resourceVersion=${resourceVersion}`;
    const events = await bench.watched(`${podsPath}?${query}&fieldSelector=status.phase=Running`);
    expect(brief(events)).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a']);
  });

  test('of one object sees only that', async () => {
    const bench = new KubeBench();
    during(
      bench,
      () => bench.aPod('a'),
      () => bench.aPod('b'),
    );
    const query = 'watch=1&timeoutSeconds=3';
    expect(brief(await bench.watched(`${podsPath}?${query}&fieldSelector=metadata.name=b`))).toEqual([
      'ADDED b',
    ]);
  });

  test('ends with an error when the log does not reach back so far', async () => {
    const bench = new KubeBench();
    bench.objects.kept = 2;
    for (const name of ['a', 'b', 'c', 'd']) await bench.aPod(name);
    const [event, ...more] = await bench.watched(`${podsPath}?watch=1&resourceVersion=1`);
    expect(event).toMatchObject({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } });
    expect(more).toEqual([]);
  });

  test('ends by itself before the front end of Azure cuts it, with a bookmark each minute', async () => {
    const bench = new KubeBench();
    const { text } = await bench.get(`${podsPath}?watch=1&allowWatchBookmarks=true&timeoutSeconds=3600`);
    const bookmarks = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(bookmarks.map(({ type }) => type)).toEqual(['BOOKMARK', 'BOOKMARK', 'BOOKMARK', 'BOOKMARK']);
    expect(bookmarks[0].object).toMatchObject({
      kind: 'Pod',
      metadata: { resourceVersion: expect.any(String) },
    });
    const seconds = (bench.clock.now() - Date.UTC(2026, 0, 1)) / 1_000;
    expect(seconds).toBeGreaterThanOrEqual(200);
    expect(seconds).toBeLessThan(202);
  });

  test('of tables sends the columns once', async () => {
    const bench = new KubeBench();
    await bench.aPod('a');
    during(bench, () => bench.setStatus('a', { phase: 'Running' }));
    const events = await bench.watched(`${podsPath}?watch=1&timeoutSeconds=2`, asTable);
    const tables = events.map(
      ({ object }) => object as unknown as { columnDefinitions: object[]; rows: Array<{ cells: string[] }> },
    );
    expect(tables.map(({ columnDefinitions }) => columnDefinitions.length > 0)).toEqual([true, false]);
    expect(tables.map(({ rows }) => rows[0]?.cells[2])).toEqual(['Pending', 'Running']);
  });
});
