import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../patches/merge-patch.ts';
import { resolved, type Schema } from '../schema/kube-schema.ts';
import { keyDefaults } from '../schema/merge-keys.ts';

/**
 * Fields of an object by their paths. The steps of a path are written as Kubernetes writes them into `managedFields`: `f:image` for
 * a field, `k:{"name":"main"}` for an element by its key, `v:"x"` for a plain value of a set.
 */
export type FieldSet = ReadonlyMap<string, unknown>;

/** No step has a line break: keys and values are JSON. */
const between = '\n';

export function stepsOf(path: string): string[] {
  return path.split(between);
}

export function pathOf(steps: readonly string[]): string {
  return steps.join(between);
}

/** What Kubernetes itself fills in belongs to no manager. */
const ownersNobody = new Set(
  [
    ['f:apiVersion'],
    ['f:kind'],
    ['f:status'],
    ...[
      'name',
      'namespace',
      'uid',
      'resourceVersion',
      'generation',
      'generateName',
      'creationTimestamp',
      'deletionTimestamp',
      'deletionGracePeriodSeconds',
      'managedFields',
      'selfLink',
    ].map((name) => ['f:metadata', `f:${name}`]),
  ].map(pathOf),
);

/** Every field that somebody can own, with its value. Lists without keys, and empty objects, are one field as a whole. */
export function fieldSet(schema: Schema | undefined, object: unknown): FieldSet {
  const fields = new Map<string, unknown>();
  visit(schema, object, []);
  return fields;

  function visit(given: Schema | undefined, value: unknown, steps: string[]): void {
    if (ownersNobody.has(pathOf(steps))) return;
    const at = given && resolved(given);
    const listType = at?.['x-kubernetes-list-type'];
    if (Array.isArray(value) && listType === 'map' && value.length > 0) {
      for (const each of value) {
        const element = [...steps, elementStep(at as Schema, each)];
        // The element itself is owned too, whatever is in it.
        fields.set(pathOf(element), true);
        for (const [name, part] of Object.entries(isObject(each) ? each : {}))
          visit(at?.items && resolved(at.items).properties?.[name], part, [...element, `f:${name}`]);
      }
    } else if (Array.isArray(value) && listType === 'set' && value.length > 0) {
      for (const each of value) fields.set(pathOf([...steps, `v:${JSON.stringify(each)}`]), each);
    } else if (isObject(value) && (Object.keys(value).length > 0 || steps.length === 0)) {
      for (const [name, part] of Object.entries(value))
        visit(at?.properties?.[name] ?? at?.additionalProperties, part, [...steps, `f:${name}`]);
    } else {
      fields.set(pathOf(steps), value);
    }
  }
}

/** The step to an element of a list that is merged by keys. */
export function elementStep(list: Schema, element: unknown): string {
  const keys = list['x-kubernetes-list-map-keys'] ?? [];
  const pairs = keys.flatMap((key) => {
    const value = isObject(element) ? (element[key] ?? keyDefaults[key]) : undefined;
    return value === undefined ? [] : [[key, value] as const];
  });
  return `k:${JSON.stringify(Object.fromEntries(pairs))}`;
}

/** Fields that the second has and the first lacks, or has with another value. */
export function changedFields(before: FieldSet, after: FieldSet): Set<string> {
  return new Set(
    [...after]
      .filter(([path, value]) => !before.has(path) || !isDeepStrictEqual(before.get(path), value))
      .map(([path]) => path),
  );
}

/** A path as people read it: `.spec.containers[name="main"].image`. */
export function readablePath(path: string): string {
  return stepsOf(path)
    .map((step) => {
      const text = step.slice(2);
      if (step.startsWith('f:')) return `.${text}`;
      if (step.startsWith('v:')) return `[=${text}]`;
      const pairs = Object.entries(JSON.parse(text) as Record<string, unknown>);
      return `[${pairs.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`;
    })
    .join('');
}
