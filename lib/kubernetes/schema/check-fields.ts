import type { FieldCause } from '../../../contract/field-causes.ts';
import { resolved, type Schema } from './kube-schema.ts';

/** What a value looks like against its schema. Paths are written `spec.containers[0].image`. */
export type CheckedFields = {
  /** Without fields that the schema does not have, and without nulls. */
  value: unknown;
  unknown: string[];
  /** Values of another type than the schema's. */
  wrong: Array<{ field: string; problem: string }>;
  missing: FieldCause[];
};

/** Compares a value with its schema, all of it, so that every mistake is told at once. */
export function checkFields(schema: Schema, value: unknown): CheckedFields {
  const found: Omit<CheckedFields, 'value'> = { unknown: [], wrong: [], missing: [] };
  return { value: visit(schema, value, ''), ...found };

  function visit(given: Schema, part: unknown, path: string): unknown {
    const at = resolved(given);
    if (!fits(at, part)) {
      found.wrong.push({
        field: path || '(the whole object)',
        problem: `expected ${expected(at)}, got ${nameOf(part)}`,
      });
      return part;
    }
    if (Array.isArray(part) && at.items) {
      const { items } = at;
      return part.map((each, index) => visit(items, each, `${path}[${index}]`));
    }
    return at.type === 'object' ? visitObject(at, part as Record<string, unknown>, path) : part;
  }

  function visitObject(at: Schema, part: Record<string, unknown>, path: string): Record<string, unknown> {
    // Free-form objects, such as the fields of a manager, have neither.
    if (!at.properties && !at.additionalProperties) return part;
    const kept: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(part)) {
      const place = path ? `${path}.${name}` : name;
      const of = at.properties?.[name] ?? at.additionalProperties;
      if (!of) found.unknown.push(place);
      else if (value !== null && value !== undefined) kept[name] = visit(of, value, place);
    }
    for (const name of at.required ?? []) {
      if (kept[name] === undefined) {
        const field = path ? `${path}.${name}` : name;
        found.missing.push({ field, reason: 'FieldValueRequired', message: 'Required value' });
      }
    }
    return kept;
  }
}

function fits(schema: Schema, value: unknown): boolean {
  if (schema.oneOf) return schema.oneOf.some((each) => fits(each, value));
  if (schema.type === undefined) return true;
  if (schema.format === 'date-time') return typeof value === 'string' && !Number.isNaN(Date.parse(value));
  if (schema.type === 'integer') return Number.isInteger(value);
  if (schema.type === 'array') return Array.isArray(value);
  if (schema.type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === schema.type;
}

function expected(schema: Schema): string {
  if (schema.oneOf) return schema.oneOf.map(expected).join(' or ');
  return schema.format === 'date-time' ? 'a time such as 2026-01-01T00:00:00Z' : String(schema.type);
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 50)) : typeof value;
}
