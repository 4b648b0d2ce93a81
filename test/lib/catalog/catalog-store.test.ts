import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { blobCatalogKeeper } from '../../../lib/azure/blob-catalog-keeper.ts';
import { blobCatalogSource } from '../../../lib/azure/blob-catalog-source.ts';
import { catalogStore } from '../../../lib/catalog/catalog-store.ts';
import { fileCatalogSource } from '../../../lib/catalog/file-catalog-source.ts';
import type { CatalogKeeper, CatalogSource } from '../../../lib/ports/catalogs.ts';
import { VirtualClock } from '../../../local/clock.ts';
import { catalogsContract } from '../../contracts/catalogs.ts';
import { aFleet, aWrittenFleet } from '../../support/a-fleet.ts';
import { putBlob, useBlobStorage } from '../../support/blob-storage.ts';
import { aSite } from '../../support/builders.ts';
import { FakeCatalogs, fakeClock } from '../../support/fakes/fake-outside.ts';

const storage = useBlobStorage();

const catalogOf = (...names: string[]): string =>
  JSON.stringify({
    sites: Object.fromEntries(
      names.map((name) => [
        name,
        { repository: `https://github.com/acme/${name}.git`, url: `https://${name}.example.com/` },
      ]),
    ),
  });

/** A source whose text a test changes. */
class TextSource implements CatalogSource {
  readonly name = 'catalog.json';
  text: string | undefined;
  isOut = false;
  checks = 0;
  reads = 0;

  constructor(text?: string) {
    this.text = text;
  }

  async version(): Promise<string | undefined> {
    this.checks++;
    if (this.isOut) throw new Error('The source is out, as the test wants it.');
    return this.text;
  }

  async read(): Promise<string | undefined> {
    this.reads++;
    return this.text;
  }
}

function aStore(source: CatalogSource, keeper?: CatalogKeeper) {
  const clock = new VirtualClock();
  const logged: string[] = [];
  const store = catalogStore({
    source,
    keeper,
    clock: fakeClock(clock),
    locations: ['westeurope'],
    log: (line) => logged.push(line),
  });
  const names = async () => (await store.sites()).map(({ name }) => name);
  return { clock, logged, store, names };
}

catalogsContract('a file', async (sites) => {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-catalog-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  if (sites) await writeFile(join(directory, 'catalog.json'), catalogOf(...sites));
  return aStore(fileCatalogSource(directory, 'catalog.json')).store;
});
catalogsContract('memory', async (sites) => {
  const catalogs = new FakeCatalogs((sites ?? []).map((name) => aSite(name)));
  catalogs.isMissing = sites === undefined;
  return catalogs;
});

describe('the catalog in use', () => {
  test('is looked at once a second at most, and read only when it has changed', async () => {
    const source = new TextSource(catalogOf('blog'));
    const { clock, store, names } = aStore(source);
    await Promise.all([names(), names(), store.site('blog')]);
    expect([source.checks, source.reads]).toEqual([1, 1]);
    clock.advanceBy(999);
    await names();
    expect(source.checks).toBe(1);
    clock.advanceBy(1);
    await names();
    expect([source.checks, source.reads]).toEqual([2, 1]);
    source.text = catalogOf('blog', 'docs');
    clock.advanceBy(1_000);
    expect(await names()).toEqual(['blog', 'docs']);
    expect(await store.site('docs')).toMatchObject({ name: 'docs', container: 'site-docs' });
    expect(await store.site('shop')).toBeUndefined();
  });

  test('stays the last good one, with one log line for each new mistake', async () => {
    const source = new TextSource(catalogOf('blog'));
    const { clock, logged, store, names } = aStore(source);
    await names();
    source.text = '{"sites": {"blog": {}}}';
    for (let second = 0; second < 5; second++) {
      clock.advanceBy(1_000);
      expect(await names()).toEqual(['blog']);
    }
    expect(logged).toEqual([expect.stringMatching(/sites\.blog\.repository.*last good catalog stays/)]);
    expect(await store.problem()).toMatchObject({ code: 'catalog-invalid' });

    source.text = catalogOf('shop');
    clock.advanceBy(1_000);
    expect(await names()).toEqual(['shop']);
    expect(await store.problem()).toBeUndefined();
  });

  test('stays while its source does not answer, or it was deleted', async () => {
    const source = new TextSource(catalogOf('blog'));
    const { clock, logged, names } = aStore(source);
    await names();
    source.isOut = true;
    clock.advanceBy(1_000);
    expect(await names()).toEqual(['blog']);
    source.isOut = false;
    source.text = undefined;
    clock.advanceBy(1_000);
    expect(await names()).toEqual(['blog']);
    expect(logged).toHaveLength(2);
    source.text = catalogOf('blog');
    clock.advanceBy(1_000);
    expect(await names()).toEqual(['blog']);
  });

  test('is the answer to every question when it never was good: what is wrong, all of it', async () => {
    const source = new TextSource(
      JSON.stringify({
        sites: {
          Blog: {},
          docs: { repository: 'x', url: 'https://d.example.com/', cdn: { kind: 'akamai' } },
        },
      }),
    );
    const { store } = aStore(source);
    const error = await store.site('docs').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'catalog-invalid' });
    const { issues } = (error as { details: { issues: Array<{ place: string }> } }).details;
    expect(issues.map(({ place }) => place)).toEqual(
      expect.arrayContaining(['sites.Blog', 'sites.docs.repository', 'sites.docs.cdn.kind']),
    );
    await expect(store.sites()).rejects.toBe(error);
  });

  test('that was never good is not taken for one without fleets, also after a time without it', async () => {
    const source = new TextSource('{"fleets": 3}');
    const { store, clock } = aStore(source);
    await expect(store.fleets()).rejects.toMatchObject({ code: 'catalog-invalid' });
    source.text = undefined;
    clock.advanceBy(1_000);
    expect(await store.fleets()).toEqual([]);
    source.text = '{"fleets": 3}';
    clock.advanceBy(1_000);
    await expect(store.fleets()).rejects.toMatchObject({ code: 'catalog-invalid' });
  });

  test('has its fleets with every default, in the regions of the app', async () => {
    const { store } = aStore(new TextSource(JSON.stringify({ fleets: { arena: aWrittenFleet() } })));
    expect(await store.fleets()).toEqual([aFleet('arena', { source: 'catalog' })]);
    expect(await store.fleet('arena')).toEqual(aFleet('arena', { source: 'catalog' }));
    expect(await store.fleet('other')).toBeUndefined();
  });

  test('shows a fleet as it stands there, without defaults', async () => {
    const { store } = aStore(new TextSource(JSON.stringify({ fleets: { arena: aWrittenFleet() } })));
    expect(await store.writtenFleet('arena')).toEqual(aWrittenFleet());
    expect(await store.writtenFleet('other')).toBeUndefined();
    expect(await aStore(new TextSource()).store.writtenFleet('arena')).toBeUndefined();
  });

  test('is without a problem again when its source answers again, unchanged', async () => {
    const source = new TextSource(catalogOf('blog'));
    const { clock, store } = aStore(source);
    await store.sites();
    source.isOut = true;
    clock.advanceBy(1_000);
    expect((await store.problem())?.message).toContain('out');
    source.isOut = false;
    clock.advanceBy(1_000);
    expect(await store.problem()).toBeUndefined();
  });

  test('keeps its mistake over a time in which the source does not answer', async () => {
    const source = new TextSource('not JSON');
    const { clock, store } = aStore(source);
    const mistake = (await store.problem())?.message;
    source.isOut = true;
    clock.advanceBy(1_000);
    await store.problem();
    source.isOut = false;
    clock.advanceBy(1_000);
    expect((await store.problem())?.message).toBe(mistake);
  });
});

describe('the last good catalog', () => {
  class MemoryKeeper implements CatalogKeeper {
    text: string | undefined;
    isOut = false;
    writes = 0;

    async read(): Promise<string | undefined> {
      if (this.isOut) throw new Error('The keeper is out, as the test wants it.');
      return this.text;
    }

    async write(text: string): Promise<void> {
      if (this.isOut) throw new Error('The keeper is out, as the test wants it.');
      this.text = text;
      this.writes++;
    }
  }

  test('is used by a process that starts while the catalog is broken, which says so', async () => {
    const keeper = new MemoryKeeper();
    await aStore(new TextSource(catalogOf('blog')), keeper).names();
    const source = new TextSource('broken');
    const { clock, logged, names, store } = aStore(source, keeper);
    expect(await names()).toEqual(['blog']);
    expect(logged).toEqual([expect.stringContaining('last good catalog stays')]);
    expect(await store.problem()).toMatchObject({ code: 'catalog-invalid' });
    source.text = catalogOf('shop');
    clock.advanceBy(1_000);
    expect(await names()).toEqual(['shop']);
    expect(keeper.text).toBe(catalogOf('shop'));
  });

  test('is written only when it changes', async () => {
    const keeper = new MemoryKeeper();
    for (let starts = 0; starts < 3; starts++)
      await aStore(new TextSource(catalogOf('blog')), keeper).names();
    expect(keeper.writes).toBe(1);
  });

  test('that cannot be kept or read takes nothing from the one in use, and is one log line', async () => {
    const keeper = new MemoryKeeper();
    keeper.isOut = true;
    const source = new TextSource(catalogOf('blog'));
    const good = aStore(source, keeper);
    expect(await good.names()).toEqual(['blog']);
    expect(good.logged).toEqual([expect.stringContaining('No copy')]);

    const broken = aStore(new TextSource('broken'), keeper);
    for (let second = 0; second < 3; second++) {
      await expect(broken.names()).rejects.toMatchObject({ code: 'catalog-invalid' });
      broken.clock.advanceBy(1_000);
    }
    expect(broken.logged).toHaveLength(2);
  });

  test('lies in the storage of the app, another for each reference', async () => {
    const keeper = blobCatalogKeeper(storage.account(), 'catalog.json');
    expect(await keeper.read()).toBeUndefined();
    await keeper.write('first');
    await keeper.write('second');
    expect(await keeper.read()).toBe('second');
    expect(await blobCatalogKeeper(storage.account(), 'other.json').read()).toBeUndefined();
  });
});

describe('a catalog in a file', () => {
  test('is found below the root, and read again when it changes', async () => {
    const root = await mkdtemp(join(tmpdir(), 'slipway-catalog-'));
    onTestFinished(() => rm(root, { recursive: true, force: true }));
    const { clock, names } = aStore(fileCatalogSource(root, 'catalog.json'));
    await expect(names()).rejects.toMatchObject({
      code: 'catalog-invalid',
      message: expect.stringContaining('"catalog.json"'),
    });
    const file = join(root, 'catalog.json');
    await writeFile(file, catalogOf('one'));
    clock.advanceBy(1_000);
    expect(await names()).toEqual(['one']);
    await writeFile(file, catalogOf('two'));
    await utimes(file, new Date(), new Date(Date.now() + 5_000));
    clock.advanceBy(1_000);
    expect(await names()).toEqual(['two']);
  });
});

describe('a catalog in a blob', () => {
  test('is read again when its ETag changes', async () => {
    const account = storage.account();
    const { clock, names } = aStore(blobCatalogSource(account, 'blob:settings/catalogs/main.json'));
    await expect(names()).rejects.toMatchObject({ code: 'catalog-invalid' });
    await putBlob(account, 'settings', 'catalogs/main.json', catalogOf('one'));
    clock.advanceBy(1_000);
    expect(await names()).toEqual(['one']);
    await putBlob(account, 'settings', 'catalogs/main.json', catalogOf('two'));
    clock.advanceBy(1_000);
    expect(await names()).toEqual(['two']);
  });

  test('needs a container and a name', () => {
    for (const reference of ['blob:', 'blob:settings', 'blob:/x', 'blob:settings/']) {
      expect(() => blobCatalogSource(storage.account(), reference)).toThrow(
        expect.objectContaining({ code: 'settings-invalid' }),
      );
    }
  });
});
