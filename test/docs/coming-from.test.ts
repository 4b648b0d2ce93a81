import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalogJsonSchema } from '../../lib/catalog/catalog.ts';

const text = readFileSync('docs/coming-from.md', 'utf8');

/** The rows of the first table below a heading, cell by cell. */
function rowsBelow(heading: string): string[][] {
  const [, section = ''] = text.split(`\n## ${heading}\n`);
  const lines = section.split('\n');
  const first = lines.findIndex((line) => line.startsWith('|---'));
  const rows = lines.slice(first + 1);
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const named = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

describe('the table for the Airflow operator', () => {
  const rows = rowsBelow('The Airflow operator');

  /** Of version 12 of the provider, with the timeout of every task. */
  const parameters = [
    'ci_conn_id',
    'resource_group',
    'name',
    'image',
    'region',
    'registry_conn_id',
    'environment_variables',
    'secured_variables',
    'volumes',
    'memory_in_gb',
    'cpu',
    'gpu',
    'command',
    'container_timeout',
    'execution_timeout',
    'remove_on_error',
    'fail_if_exists',
    'tags',
    'xcom_all',
    'os_type',
    'restart_policy',
    'ip_address',
    'ports',
    'subnet_ids',
    'dns_config',
    'diagnostics',
    'priority',
    'identity',
  ];

  test('has every parameter, each with a verdict and a reason where it is not the same', () => {
    expect(rows.flatMap(([parameter]) => named(parameter))).toEqual(parameters);
    for (const [parameter, , verdict = '', reason] of rows) {
      expect(['same', 'better', 'not'], parameter).toContain(verdict);
      if (verdict !== 'same') expect(reason, parameter).not.toBe('');
    }
  });

  test('names fields that there are', () => {
    const schema = JSON.stringify(catalogJsonSchema());
    const fields = rows.flatMap(([, here]) => named(here)).filter((name) => /^[a-z[\].A-Z]+$/.test(name));
    const unknown = fields.filter((field) => !schema.includes(`"${field.split('.').at(-1)}"`));
    expect(unknown).toEqual([]);
  });
});
