import { expect, test } from 'vitest';
import { parseCatalog } from '../../lib/catalog/catalog.ts';
import { readSnapshot } from './support/snapshot.ts';

/** The functions of templates that the catalog is put together with, and what only a deployment knows. */
const functions = {
  createObject: (...pairs: unknown[]) =>
    Object.fromEntries(pairs.flatMap((name, n) => (n % 2 === 0 ? [[name, pairs[n + 1]]] : []))),
  format: (text: string, ...values: string[]) => text.replace(/\{(\d)\}/g, (_, n) => values[n] ?? ''),
  coalesce: (...values: unknown[]) => values.find((value) => value !== null),
  nothing: () => null,
  split: (text: string, separator: string) => text.split(separator),
  reference: () => ({
    hostName: 'slipway.azurefd.net',
    primaryEndpoints: { web: 'https://slipway.z6.web.core.windows.net/' },
  }),
};

function catalogOf(snapshot: string) {
  const output = readSnapshot(snapshot).outputs.SLIPWAY_STARTER_CATALOG;
  if (typeof output !== 'string') return parseCatalog(JSON.stringify(output));
  const expression = output.slice(1, -1).replaceAll('null()', 'nothing()');
  const value: unknown = new Function(...Object.keys(functions), `return ${expression}`)(
    ...Object.values(functions),
  );
  return parseCatalog(JSON.stringify(value));
}

test('the catalog to begin with has the sites of the parameter file where Front Door serves them', () => {
  const [blog, docs] = catalogOf('variants/everything').sites;
  expect(blog).toMatchObject({ url: 'https://blog.example.com/', container: '$web', prefix: 'blog/' });
  expect(docs).toMatchObject({ url: 'https://slipway.azurefd.net/docs/', prefix: 'docs/' });
  expect(docs?.cdn).toMatchObject({ kind: 'frontDoor', endpoint: expect.stringMatching(/^slipway-/) });
  const [first] = catalogOf('main').sites;
  expect(first).toMatchObject({ name: 'blog', url: 'https://slipway.azurefd.net/' });
});

test('or where the storage does, without a CDN', () => {
  expect(catalogOf('variants/least').sites).toEqual([
    expect.objectContaining({
      url: 'https://slipway.z6.web.core.windows.net/blog/',
      prefix: 'blog/',
      cdn: { kind: 'none' },
    }),
  ]);
  expect(catalogOf('variants/classic-cdn').sites).toEqual([]);
});
