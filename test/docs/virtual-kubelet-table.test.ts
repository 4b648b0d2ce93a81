import { readFileSync } from 'node:fs';
import * as kubernetes from '@kubernetes/client-node';
import { describe, expect, test } from 'vitest';
import { annotatedShape } from '../../lib/decide/kubernetes/annotations.ts';
import { containerFieldRules } from '../../lib/decide/kubernetes/container-field-rules.ts';
import type { FieldRules } from '../../lib/decide/kubernetes/field-rules.ts';
import { Findings } from '../../lib/decide/kubernetes/findings.ts';
import { podFieldRules } from '../../lib/decide/kubernetes/pod-field-rules.ts';
import { volumeFieldRules } from '../../lib/decide/kubernetes/volume-field-rules.ts';

const [, section = ''] = readFileSync('docs/coming-from.md', 'utf8').split('\n## Virtual Kubelet\n');
const rows = section.split('\n').filter((line) => /^\| [^-]/.test(line));

/** The rows whose first cell names a field. */
const rowsOf = (field: string): string[] =>
  rows.filter((row) => new RegExp(`\`[^\`]*\\b${field}\\b[^\`]*\``).test(row.split('|')[1] ?? ''));

describe('the table for Virtual Kubelet', () => {
  test.each<[string, { getAttributeTypeMap(): Array<{ baseName: string }> }]>([
    ['pod', kubernetes.V1PodSpec],
    ['container', kubernetes.V1Container],
  ])('has every field of a %s', (_, type) => {
    const fields = type.getAttributeTypeMap().map(({ baseName }) => baseName);
    expect(fields.filter((field) => rowsOf(field).length === 0)).toEqual([]);
  });

  test('calls refused what is refused whatever its value, and without effect what has none', () => {
    const rules: FieldRules = { ...volumeFieldRules, ...containerFieldRules, ...podFieldRules };
    for (const [field, rule] of Object.entries(rules)) {
      const row = rowsOf(field).join('\n');
      if (row === '') continue;
      if (rule.kind === 'refused') expect(row, field).toMatch(/refused/);
      if (rule.kind === 'noEffect') expect(row, field).toMatch(/no effect/);
    }
  });

  test('has every annotation', () => {
    const found = new Findings();
    annotatedShape(found, { 'slipway/none': '' });
    const known = found.causes[0]?.message.match(/[\w.-]+\/[\w-]+/g) ?? [];
    expect(known.length).toBeGreaterThan(5);
    expect(known.filter((name) => !section.includes(`\`${name}\``))).toEqual([]);
  });
});
