import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const folder = 'samples/jobs/sentiment';

function score(input?: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${folder}/score.mjs`], {
    env: { PATH: process.env.PATH, ...(input === undefined ? {} : { SLIPWAY_INPUT: input }) },
    encoding: 'utf8',
  });
  return { status, stderr, output: stdout ? JSON.parse(stdout) : undefined };
}

test.each([
  ['positive', { text: 'I LOVE it :)' }],
  ['negative', { text: 'This is not good, it is terrible.' }],
  ['neutral', 'The train leaves at nine.'],
])('a %s text is scored as such', (label, input) => {
  expect(score(JSON.stringify(input))).toMatchObject({ status: 0, output: { label } });
});

test.each([
  [undefined, 'There is no input'],
  ['{"title": "x"}', 'has no text'],
  ['{"text": " "}', 'has no text'],
  ['not JSON', 'JSON'],
])('the input %s fails with the reason', (input, reason) => {
  const { status, stderr, output } = score(input);
  expect({ status, output }).toEqual({ status: 1, output: undefined });
  expect(stderr).toContain(reason);
});

test('the lexicon that is tested is the one of the image', () => {
  const versionIn = (file: string, group: 'dependencies' | 'devDependencies'): string =>
    JSON.parse(readFileSync(file, 'utf8'))[group]['vader-sentiment'];
  expect(versionIn(`${folder}/package.json`, 'dependencies')).toBe(
    versionIn('package.json', 'devDependencies'),
  );
});
