import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { examplesOf } from './support/examples.ts';

const folder = 'test/docs/examples/testing';

test('docs/testing.md shows the examples that are run as tests, word for word', () => {
  const shown = examplesOf('docs/testing.md');
  expect(shown).toHaveLength(6);
  for (const [index, example] of shown.entries()) {
    const file = `${folder}/example-${index + 1}.test.ts`;
    const run = readFileSync(file, 'utf8').replaceAll('../../../../local/', '../local/');
    expect(run, `${file} is not the block of docs/testing.md`).toBe(example);
  }
});
