import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadConfig, settingNames } from '../../lib/config.ts';
import { SlipwayError } from '../../lib/errors.ts';

const example = JSON.parse(readFileSync('local.settings.example.json', 'utf8')) as {
  IsEncrypted: boolean;
  Values: Record<string, string>;
};

/** Settings of the Functions host itself. */
const hostSettings = ['FUNCTIONS_WORKER_RUNTIME'];

describe('local.settings.example.json', () => {
  test('has every setting of the app, and no other', () => {
    expect(Object.keys(example.Values).sort()).toEqual([...hostSettings, ...settingNames].sort());
  });

  test('holds no secret: the app asks for the one that it needs, and for nothing else', () => {
    const problems = problemsOf(example.Values);
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(['SLIPWAY_CALLBACK_SECRET']);
  });

  test('is valid once that is filled in', () => {
    expect(problemsOf({ ...example.Values, SLIPWAY_CALLBACK_SECRET: 'c'.repeat(32) })).toEqual([]);
  });
});

function problemsOf(env: Record<string, string>): string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof SlipwayError) return (error.details?.problems ?? []) as string[];
    throw error;
  }
}
