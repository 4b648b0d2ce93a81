import { isDeepStrictEqual } from 'node:util';
import { badRequest } from '../kube-error.ts';
import { resolved, type Schema } from '../schema/kube-schema.ts';
import { isObject } from './merge-patch.ts';

/**
 * Kubernetes' own kind of patch: as a merge patch, but lists of the schema are merged by key. Directives: `$patch` (replace,
 * delete, merge), `$retainKeys`, `$setElementOrder/LIST` and `$deleteFromPrimitiveList/LIST`.
 */
export function strategicMerge(schema: Schema | undefined, target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const { $patch: directive, $retainKeys: retained, ...fields } = patch;
  if (directive === 'replace') return withoutDirectives(fields);
  if (directive === 'delete') return undefined;
  if (directive !== undefined && directive !== 'merge')
    throw badRequest(`unrecognized $patch directive: ${JSON.stringify(directive)}`);
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  if (Array.isArray(retained)) {
    for (const name of Object.keys(merged)) if (!retained.includes(name)) delete merged[name];
  }
  const at = schema && resolved(schema);
  for (const [name, value] of Object.entries(fields)) {
    if (name.startsWith('$')) continue;
    const of = at?.properties?.[name] ?? at?.additionalProperties;
    const result =
      value === null
        ? undefined
        : Array.isArray(value)
          ? mergedList(of, merged[name], value, fields[`$setElementOrder/${name}`])
          : strategicMerge(of, merged[name], value);
    if (result === undefined) delete merged[name];
    else merged[name] = result;
  }
  for (const [name, value] of Object.entries(fields)) {
    const list = /^\$deleteFromPrimitiveList\/(.+)$/.exec(name)?.[1];
    if (list && Array.isArray(value) && Array.isArray(merged[list]))
      merged[list] = merged[list].filter((each) => !value.includes(each));
    const ordered = /^\$setElementOrder\/(.+)$/.exec(name)?.[1];
    // An order of elements that the patch itself leaves as they are.
    if (ordered && !(ordered in fields) && Array.isArray(merged[ordered]) && Array.isArray(value)) {
      const key = keyOf(at?.properties?.[ordered]);
      merged[ordered] = inOrder(merged[ordered], value, key);
    }
  }
  return merged;
}

function mergedList(
  schema: Schema | undefined,
  target: unknown,
  patch: unknown[],
  order: unknown,
): unknown[] {
  const at = schema && resolved(schema);
  const existing = Array.isArray(target) ? target : [];
  if (at?.['x-kubernetes-list-type'] === 'set') return [...new Set([...existing, ...patch])];
  const key = keyOf(at);
  const replaces = patch.some(
    (each) => isObject(each) && each.$patch === 'replace' && Object.keys(each).length === 1,
  );
  if (!key || replaces)
    return patch
      .filter((each) => !(isObject(each) && each.$patch !== undefined))
      .map((each) => withoutDirectives(each));
  const merged = [...existing];
  for (const element of patch) {
    if (!isObject(element) || element[key] === undefined)
      throw badRequest(`map: ${JSON.stringify(element)} does not contain declared merge key: ${key}`);
    const index = merged.findIndex((each) => isObject(each) && isDeepStrictEqual(each[key], element[key]));
    const result = strategicMerge(at?.items, index < 0 ? {} : merged[index], element);
    if (result === undefined && index >= 0) merged.splice(index, 1);
    else if (result !== undefined && index < 0) merged.push(result);
    else if (result !== undefined) merged[index] = result;
  }
  return Array.isArray(order) ? inOrder(merged, order, key) : merged;
}

/** Named elements in the order of the names; others keep their places behind the one that they followed. */
function inOrder(list: unknown[], order: unknown[], key: string | undefined): unknown[] {
  const idOf = (each: unknown) => (key && isObject(each) ? each[key] : each);
  const rank = (each: unknown) => order.findIndex((one) => isDeepStrictEqual(idOf(one), idOf(each)));
  const known = list.filter((each) => rank(each) >= 0).sort((one, other) => rank(one) - rank(other));
  const result: unknown[] = [];
  for (const each of list) result.push(rank(each) < 0 ? each : known.shift());
  return result;
}

function keyOf(schema: Schema | undefined): string | undefined {
  return schema && resolved(schema)['x-kubernetes-patch-merge-key'];
}

function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDirectives);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, each]) => !name.startsWith('$') && each !== null)
      .map(([name, each]) => [name, withoutDirectives(each)]),
  );
}
