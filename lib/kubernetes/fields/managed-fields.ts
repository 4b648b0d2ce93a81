import type { ManagedFieldsEntry } from 'kubernetes-types/meta/v1.js';
import { pathOf, stepsOf } from './field-set.ts';

/** Who owns which fields of an object, as `metadata.managedFields` says. */
export type ManagerFields = {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  /** ISO time of the last change. */
  time: string;
  fields: ReadonlySet<string>;
};

type Tree = { [step: string]: Tree };

export function managersOf(entries: unknown): ManagerFields[] {
  return ((entries as ManagedFieldsEntry[] | undefined) ?? []).map((entry) => ({
    manager: entry.manager ?? '',
    operation: entry.operation === 'Apply' ? 'Apply' : 'Update',
    apiVersion: entry.apiVersion ?? 'v1',
    time: entry.time ?? '',
    fields: pathsOf((entry.fieldsV1 as Tree | undefined) ?? {}),
  }));
}

/** Without managers that own nothing any more. */
export function managedFields(managers: readonly ManagerFields[]): ManagedFieldsEntry[] {
  return managers
    .filter(({ fields }) => fields.size > 0)
    .map(({ manager, operation, apiVersion, time, fields }) => ({
      manager,
      operation,
      apiVersion,
      time,
      fieldsType: 'FieldsV1',
      fieldsV1: treeOf(fields),
    }));
}

/** A dot stands for the thing itself where parts of it are owned too. */
function pathsOf(tree: Tree): Set<string> {
  const paths = new Set<string>();
  const visit = (node: Tree, steps: string[]): void => {
    const names = Object.keys(node);
    if (names.length === 0 && steps.length > 0) paths.add(pathOf(steps));
    for (const name of names) {
      if (name === '.') paths.add(pathOf(steps));
      else visit(node[name] as Tree, [...steps, name]);
    }
  };
  visit(tree, []);
  return paths;
}

function treeOf(paths: ReadonlySet<string>): Tree {
  const root: Tree = {};
  for (const path of [...paths].sort()) {
    let node = root;
    const above: string[] = [];
    for (const step of stepsOf(path)) {
      // What was a field as a whole now has parts.
      if (paths.has(pathOf(above)) && above.length > 0) node['.'] = {};
      node[step] ??= {};
      node = node[step];
      above.push(step);
    }
  }
  return root;
}
