import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { snapshotNames } from './support/snapshot.ts';

const files = readdirSync('infra', { recursive: true, encoding: 'utf8' }).map((file) =>
  file.replaceAll('\\', '/'),
);

test('the snapshots were made of the sources as they are; if not: npm run infra', () => {
  const sources = files.filter((file) => /(\.bicep|\.bicepparam|bicepconfig\.json)$/.test(file)).sort();
  const lines = sources.map((file) => `${hashOf(`infra/${file}`)}  ${file}\n`);
  expect(lines.join('')).toBe(readFileSync('infra/sources.sha256', 'utf8'));
});

test('each parameter file has its snapshot, which the tests read', () => {
  const named = (ending: string) =>
    files.filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length));
  expect(named('.snapshot.json').sort()).toEqual([...snapshotNames].sort());
  expect(named('.bicepparam').sort()).toEqual([...snapshotNames].sort());
});

test('no file is too long to be read at once, and none needs a registry of modules', () => {
  for (const file of files.filter((file) => file.endsWith('.bicep'))) {
    const text = readFileSync(`infra/${file}`, 'utf8');
    expect(text.split('\n').length, file).toBeLessThanOrEqual(150);
    expect(text, file).not.toMatch(/'(br|ts)[:/]/);
  }
});

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
