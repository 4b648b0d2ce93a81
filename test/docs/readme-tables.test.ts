import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { settingNames } from '../../lib/config.ts';
import { httpTriggers, type TriggerDependencies } from '../../triggers/index.ts';

const readme = readFileSync('README.md', 'utf8');

test('the API table of the README has every route of the app, and no other', () => {
  const routes = httpTriggers({} as TriggerDependencies).map(
    ({ method, route }) => `${method} /api/${route}`,
  );
  const rows = [...readme.matchAll(/^\| `([A-Z]+ \/api\/[^`]+)` \|/gm)].map(([, route]) => route);
  expect(rows.sort()).toEqual(routes.sort());
});

test('the settings table of the README names every setting', () => {
  const [, table = ''] = /^## Settings$(.*?)^## /ms.exec(readme) ?? [];
  expect(settingNames.filter((name) => !table.includes(name))).toEqual([]);
});
