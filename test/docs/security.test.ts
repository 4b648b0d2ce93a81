import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { roleOf, takesRoles } from '../../triggers/http/check-role.ts';
import { appRoleOf, roles } from '../../triggers/http/roles.ts';
import { httpTriggers, type TriggerDependencies } from '../../triggers/index.ts';
import { kubernetesApiFunction } from '../../triggers/kubernetes/kubernetes-api.ts';

const text = readFileSync('docs/security.md', 'utf8');
const triggers = httpTriggers({ settings: { api2018: true } } as TriggerDependencies);

/** The rows of the tables whose last column names tests. */
const claims = [...text.matchAll(/^\|[^\n]*\| test \|\n\|[-|]+\|\n((?:\|[^\n]*\n)+)/gm)].flatMap(
  ([, rows = '']) => rows.trim().split('\n'),
);

describe('docs/security.md', () => {
  test.each(claims)('names a test that there is: %s', (row) => {
    const cells = row.split(' | ');
    const links = [...(cells.at(-1) ?? '').matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)];
    expect(links).not.toHaveLength(0);
    for (const [, title = '', file = ''] of links) {
      expect(file).toMatch(/^\.\.\/test\//);
      const isThere = readFileSync(join('docs', file), 'utf8').includes(title);
      expect({ file, title, isThere }).toMatchObject({ isThere: true });
    }
  });

  test('has so many claims that none was lost to its form', () => {
    expect(claims.length).toBeGreaterThan(50);
  });

  test('says of each role what the app makes of it', () => {
    for (const role of roles) expect(text).toContain(`| \`${role}\` | \`${appRoleOf(role)}\` |`);
    const publishing = triggers.filter((one) => takesRoles(one) && roleOf(one) === 'publish');
    for (const { name } of publishing) expect(text).toContain(`\`${name}\``);
  });

  test('lists every function that asks for neither a key nor a role', () => {
    const [, table = ''] = /^\| function \| proof \|\n(.*?)\n\n/ms.exec(text) ?? [];
    const cells = [...table.matchAll(/^\| ([^|]*) \|/gm)].map(([, cell]) => cell).join();
    const listed = [...cells.matchAll(/`(\w+)`/g)].map(([, name]) => name);
    const open = triggers.filter(({ authLevel }) => authLevel === 'anonymous').map(({ name }) => name);
    expect(listed.sort()).toEqual([...open, kubernetesApiFunction.name].sort());
  });
});
