import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { importGraph } from '../support/import-circles.ts';
import { sourceFiles } from '../support/source-files.ts';

test('what is packed for Azure is what the app is made of', () => {
  const [, list = ''] = /^const parts = \[(.*?)\]/ms.exec(readFileSync('scripts/pack-app.mjs', 'utf8')) ?? [];
  const packed = [...list.matchAll(/'([^']+)'/g)].map(([, part = '']) => part.replace(/\.js$/, '.ts'));
  expect(packed.sort()).toEqual(partsFrom('main.ts').sort());
});

/** The top-level folders and files that a file leads to, itself among them. */
function partsFrom(entry: string): string[] {
  const folders = ['activities', 'contract', 'lib', 'orchestrators', 'triggers', 'local', 'hugo-image'];
  const sources = sourceFiles('main.ts', 'registrations.ts', ...folders);
  const graph = importGraph(sources, (path) => path);
  const reached = new Set<string>();
  const reach = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const next of graph.get(file) ?? []) reach(next);
  };
  reach(entry);
  return [...new Set([...reached].map((file) => file.split('/')[0] ?? ''))];
}
