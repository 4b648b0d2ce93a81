import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogJsonSchema } from '../../lib/catalog/catalog.ts';

test('docs/catalog.schema.json is the schema that checks catalogs', () => {
  const written: unknown = JSON.parse(readFileSync('docs/catalog.schema.json', 'utf8'));
  expect(written, 'Write it anew with: npm run schema').toEqual(catalogJsonSchema());
});
