import type { FieldCause } from '../../../contract/field-causes.ts';

const label = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const qualifiedName = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const labelValue = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
const dataKey = /^[-._a-zA-Z0-9]{1,253}$/;

export function nameCauses(name: string, isLabel: boolean, field = 'metadata.name'): FieldCause[] {
  if (isLabel ? label.test(name) : name.length <= 253 && subdomain.test(name)) return [];
  const rule = isLabel
    ? 'a lowercase RFC 1123 label must consist of at most 63 lower case alphanumeric characters or "-", and must start and end with an alphanumeric character'
    : 'a lowercase RFC 1123 subdomain must consist of at most 253 lower case alphanumeric characters, "-" or ".", and must start and end with an alphanumeric character';
  return [{ field, reason: 'FieldValueInvalid', message: `Invalid value: "${name}": ${rule}` }];
}

/** Of labels: a prefix is a domain, the rest a short name. */
export function labelCauses(labels: Record<string, string> | undefined, field: string): FieldCause[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => {
    const causes: FieldCause[] = [];
    if (!isQualified(key))
      causes.push(bad(field, key, 'is no qualified name such as app or example.com/app'));
    if (!labelValue.test(value))
      causes.push(
        bad(field, value, 'a label has at most 63 alphanumeric characters, "-", "_" or ".", or is empty'),
      );
    return causes;
  });
}

export function annotationCauses(annotations: Record<string, string> | undefined): FieldCause[] {
  return Object.keys(annotations ?? {})
    .filter((key) => !isQualified(key))
    .map((key) => bad('metadata.annotations', key, 'is no qualified name such as app or example.com/app'));
}

export function keyCauses(data: Record<string, unknown> | undefined, field: string): FieldCause[] {
  return Object.keys(data ?? {})
    .filter((key) => !dataKey.test(key) || key === '.' || key.startsWith('..'))
    .map((key) =>
      bad(`${field}[${key}]`, key, 'a key must consist of alphanumeric characters, "-", "_" or "."'),
    );
}

function isQualified(key: string): boolean {
  const [name = '', prefix, ...more] = key.split('/').reverse();
  return (
    more.length === 0 &&
    qualifiedName.test(name) &&
    (prefix === undefined || (prefix.length <= 253 && subdomain.test(prefix.toLowerCase())))
  );
}

function bad(field: string, value: string, why: string): FieldCause {
  return { field, reason: 'FieldValueInvalid', message: `Invalid value: "${value}": ${why}` };
}
