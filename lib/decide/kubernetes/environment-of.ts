import type { Container, EnvFromSource, EnvVar } from 'kubernetes-types/core/v1.js';
import type { SecretSource } from '../../../contract/container-specs.ts';
import { checkFields, mapped, refused } from './field-rules.ts';
import { fieldValue, resourceValue } from './field-values.ts';
import type { Findings } from './findings.ts';
import type { PodContext, PodIdentity } from './pod-context.ts';
import { keySource, keysOf, type ObjectReference } from './references.ts';
import { expanded, textValue, type Value } from './variables.ts';

export const envRules = { name: mapped, value: mapped, valueFrom: mapped };
export const valueFromRules = {
  configMapKeyRef: mapped,
  fieldRef: mapped,
  resourceFieldRef: mapped,
  secretKeyRef: mapped,
  fileKeyRef: refused('Azure reads no variables from files.'),
};
export const envFromRules = { configMapRef: mapped, prefix: mapped, secretRef: mapped };

/** Azure's own rule. */
const variableName = /^[A-Za-z0-9](?:\w*[A-Za-z0-9])?$/;

export type PodParts = { pod: PodIdentity; context: PodContext; containers: readonly Container[] };

/** The variables of a container in Kubernetes' order: those of whole objects first, then each by name; the later one counts. */
export function environmentOf(
  found: Findings,
  path: string,
  container: Container,
  parts: PodParts,
): Map<string, Value> {
  const variables = new Map<string, Value>();
  const set = (field: string, name: string, value: Value | undefined): void => {
    if (!variableName.test(name) || name.length > 63) {
      const rule = 'Azure takes 1 to 63 letters, digits and underscores, and no underscore at the ends.';
      found.refuse(field, `"${name}" can't be a variable. ${rule}`, 'FieldValueInvalid');
    } else if (name.startsWith('SLIPWAY_')) {
      found.refuse(
        field,
        `"${name}" is reserved: Slipway itself sets what begins with SLIPWAY_.`,
        'FieldValueInvalid',
      );
    } else if (value) {
      variables.set(name, value);
    }
  };
  container.envFrom?.forEach((source, index) => {
    const field = `${path}.envFrom[${index}]`;
    checkFields(found, field, source, envFromRules);
    for (const [name, value] of valuesOfAll(found, field, source, parts)) set(field, name, value);
  });
  container.env?.forEach((variable, index) => {
    const field = `${path}.env[${index}]`;
    checkFields(found, field, variable, envRules);
    set(
      `${field}.name`,
      variable.name,
      variableValue(found, field, variable, { container, parts, variables }),
    );
  });
  return variables;
}

/** Every key of an object as a variable. */
function valuesOfAll(
  found: Findings,
  path: string,
  { configMapRef, secretRef, prefix = '' }: EnvFromSource,
  { pod, context }: PodParts,
): Array<[string, Value]> {
  const ref = secretRef ?? configMapRef;
  const resource = secretRef ? 'secrets' : 'configmaps';
  const field = `${path}.${secretRef ? 'secretRef' : 'configMapRef'}`;
  if (!ref?.name) {
    found.refuse(field, 'Name a configmap or a secret.', 'FieldValueRequired');
    return [];
  }
  const object: ObjectReference = { resource, name: ref.name, optional: ref.optional ?? false };
  const held = keysOf(found, field, context, object);
  return (held?.keys ?? [])
    .filter((key) => !held?.binaryKeys.includes(key))
    .map((key) => {
      const text = held?.texts?.[key];
      const source = keySource(pod.namespace, object, key);
      return [`${prefix}${key}`, text === undefined ? { kind: 'secret', source } : textValue(text)];
    });
}

function variableValue(
  found: Findings,
  path: string,
  { value, valueFrom }: EnvVar,
  { container, parts, variables }: { container: Container; parts: PodParts; variables: Map<string, Value> },
): Value | undefined {
  if (!valueFrom) return expanded(value ?? '', variables);
  const field = `${path}.valueFrom`;
  checkFields(found, field, valueFrom, valueFromRules);
  const { configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef } = valueFrom;
  if (value) found.refuse(field, 'A variable has a value or a source, not both.', 'FieldValueInvalid');
  if (secretKeyRef) return keyValue(found, `${field}.secretKeyRef`, 'secrets', secretKeyRef, parts);
  if (configMapKeyRef)
    return keyValue(found, `${field}.configMapKeyRef`, 'configmaps', configMapKeyRef, parts);
  const text = fieldRef
    ? fieldValue(found, `${field}.fieldRef`, parts.pod, fieldRef, 'variable')
    : resourceFieldRef
      ? resourceValue(found, `${field}.resourceFieldRef`, parts.containers, container, resourceFieldRef)
      : undefined;
  return text === undefined ? undefined : textValue(text);
}

function keyValue(
  found: Findings,
  field: string,
  resource: ObjectReference['resource'],
  { name = '', key, optional = false }: { name?: string; key: string; optional?: boolean },
  { pod, context }: PodParts,
): Value | undefined {
  const object = { resource, name, optional };
  const held = keysOf(found, field, context, object);
  if (!held) return undefined;
  if (!held.keys.includes(key)) {
    if (!optional) found.lacks({ field, resource, name, key });
    return undefined;
  }
  if (held.binaryKeys.includes(key)) {
    found.refuse(field, `The key "${key}" of the configmap "${name}" is no text.`, 'FieldValueInvalid');
    return undefined;
  }
  const text = held.texts?.[key];
  return text === undefined
    ? { kind: 'secret', source: keySource(pod.namespace, object, key) }
    : textValue(text);
}

/** As a container group takes them. */
export function splitVariables(variables: ReadonlyMap<string, Value>): {
  environment: Record<string, string>;
  secrets: Record<string, SecretSource>;
} {
  const environment: Record<string, string> = {};
  const secrets: Record<string, SecretSource> = {};
  for (const [name, value] of variables) {
    if (value.kind === 'text') environment[name] = value.text;
    else secrets[name] = value.source;
  }
  return { environment, secrets };
}
