import type { KubeObject } from '../../../contract/kube-objects.ts';
import { isObject } from '../patches/merge-patch.ts';
import { resolved, type Schema } from '../schema/kube-schema.ts';
import { changedFields, elementStep, fieldSet, stepsOf } from './field-set.ts';
import { type ManagerFields, managedFields, managersOf } from './managed-fields.ts';

/** A field that somebody else owns, with another value. */
export type FieldConflict = { manager: string; operation: string; apiVersion: string; path: string };

export type Applied =
  | { kind: 'applied'; object: KubeObject }
  | { kind: 'conflicts'; conflicts: FieldConflict[] };

/**
 * Server-side apply. What is applied is set and owned; what the manager applied before and does no longer is removed, unless
 * somebody else owns it; what others own with another value is a conflict, or taken from them by `force`.
 */
export function applyConfiguration(
  schema: Schema | undefined,
  live: KubeObject,
  applied: KubeObject,
  { manager, force, time }: { manager: string; force: boolean; time: string },
): Applied {
  const wanted = fieldSet(schema, applied);
  const present = fieldSet(schema, live);
  const different = changedFields(present, wanted);
  const managers = managersOf(live.metadata.managedFields);
  const own = managers.find((each) => each.manager === manager && each.operation === 'Apply');
  const others = managers.filter((each) => each !== own);
  const conflicts = others.flatMap(({ fields, ...owner }) =>
    [...different]
      .filter((path) => fields.has(path))
      .map((path) => ({
        manager: owner.manager,
        operation: owner.operation,
        apiVersion: owner.apiVersion,
        path,
      })),
  );
  if (conflicts.length > 0 && !force) return { kind: 'conflicts', conflicts };

  const left = others.map((each) => ({
    ...each,
    fields: new Set([...each.fields].filter((path) => !different.has(path))),
  }));
  let object = merged(schema, live, applied) as KubeObject;
  const dropped = [...(own?.fields ?? [])].filter(
    (path) => !wanted.has(path) && !left.some(({ fields }) => ownsPartOf(fields, path)),
  );
  for (const path of dropped) object = without(schema, object, stepsOf(path)) as KubeObject;
  const sameFields = own && dropped.length === 0 && own.fields.size === wanted.size;
  const entry: ManagerFields = {
    manager,
    operation: 'Apply',
    apiVersion: applied.apiVersion,
    time: sameFields && different.size === 0 ? own.time : time,
    fields: new Set(wanted.keys()),
  };
  const fields = managedFields(
    own ? managers.map((each) => (each === own ? entry : (left.shift() as ManagerFields))) : [...left, entry],
  );
  return { kind: 'applied', object: { ...object, metadata: { ...object.metadata, managedFields: fields } } };
}

/** An element stays as long as somebody owns a field of it. */
function ownsPartOf(fields: ReadonlySet<string>, path: string): boolean {
  const steps = stepsOf(path);
  return [...fields].some((each) => stepsOf(each).slice(0, steps.length).join() === steps.join());
}

function merged(given: Schema | undefined, live: unknown, applied: unknown): unknown {
  const at = given && resolved(given);
  if (Array.isArray(applied) && at?.['x-kubernetes-list-type'] === 'map') {
    const list = Array.isArray(live) ? [...live] : [];
    for (const element of applied) {
      const step = elementStep(at, element);
      const index = list.findIndex((each) => elementStep(at, each) === step);
      if (index < 0) list.push(element);
      else list[index] = merged(at.items, list[index], element);
    }
    return list;
  }
  if (Array.isArray(applied) && at?.['x-kubernetes-list-type'] === 'set')
    return [...new Set([...(Array.isArray(live) ? live : []), ...applied])];
  if (!isObject(applied) || !isObject(live)) return applied;
  const result: Record<string, unknown> = { ...live };
  for (const [name, value] of Object.entries(applied))
    result[name] = merged(at?.properties?.[name] ?? at?.additionalProperties, live[name], value);
  return result;
}

/** The value without what a path leads to. */
function without(given: Schema | undefined, value: unknown, [step, ...rest]: string[]): unknown {
  if (step === undefined) return undefined;
  const at = given && resolved(given);
  if (Array.isArray(value)) {
    const fits = (each: unknown) =>
      step.startsWith('v:') ? JSON.stringify(each) === step.slice(2) : at && elementStep(at, each) === step;
    return value.flatMap((each) => {
      const left = fits(each) ? without(at?.items, each, rest) : each;
      return left === undefined ? [] : [left];
    });
  }
  const name = step.slice(2);
  if (!isObject(value) || !(name in value)) return value;
  const left = without(at?.properties?.[name] ?? at?.additionalProperties, value[name], rest);
  const { [name]: _, ...others } = value;
  return left === undefined ? others : { ...others, [name]: left };
}
