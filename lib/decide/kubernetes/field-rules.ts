import type { Findings } from './findings.ts';

/** What becomes of one field of a manifest. */
export type FieldRule =
  /** It decides something about the container group, or is refused where it is mapped. */
  | { kind: 'mapped' }
  /** Accepted, because a container group differs in nothing for it. */
  | { kind: 'noEffect'; why: string }
  /** Accepted with these values, which ask for what holds anyway. */
  | { kind: 'only'; values: readonly unknown[]; why: string }
  | { kind: 'refused'; why: string };

export type FieldRules = Readonly<Record<string, FieldRule>>;

export const mapped: FieldRule = { kind: 'mapped' };
export const noEffect = (why: string): FieldRule => ({ kind: 'noEffect', why });
export const only = (values: readonly unknown[], why: string): FieldRule => ({ kind: 'only', values, why });
export const refused = (why: string): FieldRule => ({ kind: 'refused', why });

/** Refuses each field of an object that its rules don't let pass. One that no rule names is refused: nothing is ignored in silence. */
export function checkFields(found: Findings, path: string, object: object, rules: FieldRules): void {
  for (const [name, value] of Object.entries(object)) {
    if (isUnset(value)) continue;
    const rule = rules[name] ?? refused('Slipway does not know this field.');
    if (rule.kind === 'refused') found.refuse(`${path}.${name}`, rule.why, 'FieldValueForbidden');
    if (rule.kind === 'only' && !rule.values.includes(value)) {
      const accepted = rule.values.map((each) => JSON.stringify(each)).join(' or ');
      found.refuse(`${path}.${name}`, `${rule.why} Accepted is ${accepted}, or nothing.`);
    }
  }
}

/** What asks for nothing. */
function isUnset(value: unknown): boolean {
  return (
    value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)
  );
}
