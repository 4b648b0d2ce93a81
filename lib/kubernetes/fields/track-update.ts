import type { KubeObject } from '../../../contract/kube-objects.ts';
import type { Schema } from '../schema/kube-schema.ts';
import { changedFields, fieldSet } from './field-set.ts';
import { type ManagerFields, managedFields, managersOf } from './managed-fields.ts';

/** The object with its `managedFields`: what a create, update or patch changed belongs to its manager from now on, alone. */
export function trackUpdate(
  schema: Schema | undefined,
  before: KubeObject | undefined,
  after: KubeObject,
  { manager, time }: { manager: string; time: string },
): KubeObject {
  const old = fieldSet(schema, before ?? {});
  const now = fieldSet(schema, after);
  const changed = changedFields(old, now);
  const removed = new Set([...old.keys()].filter((path) => !now.has(path)));
  const managers = managersOf(after.metadata.managedFields ?? before?.metadata.managedFields);
  const own = managers.find((each) => each.manager === manager && each.operation === 'Update');
  const updated: ManagerFields = {
    manager,
    operation: 'Update',
    apiVersion: after.apiVersion,
    time: changed.size > 0 || !own ? time : own.time,
    fields: new Set([...without(own?.fields ?? new Set(), removed), ...changed]),
  };
  const all = managers.map((each) =>
    each === own ? updated : { ...each, fields: without(each.fields, changed, removed) },
  );
  if (!own) all.push(updated);
  return {
    ...after,
    metadata: { ...after.metadata, managedFields: managedFields(all) },
  };
}

function without(fields: ReadonlySet<string>, ...gone: ReadonlySet<string>[]): Set<string> {
  return new Set([...fields].filter((path) => !gone.some((set) => set.has(path))));
}
