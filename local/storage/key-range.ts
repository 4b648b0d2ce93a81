/** A node of a parsed `$filter`, as Azurite's parser makes it. */
export type FilterNode = {
  /** `and`, `eq`, `ge`, `id`, `constant`, ... */
  name: string;
  left?: FilterNode;
  right?: FilterNode;
  identifier?: string;
  value?: unknown;
};

/** Bounds of one key, inclusive. */
export type KeyRange = { from: string; to: string };

/** Sorts after every key: Unicode promises that this is never a character. */
const lastKey = '\u{10FFFF}';

const everyKey: KeyRange = { from: '', to: lastKey };

/**
 * The part of a table that a filter can match at most. It may be wider than what matches (`gt` counts as `ge`, anything
 * below an `or` is ignored), never narrower.
 */
export function keyRange(filter: FilterNode | undefined, key: 'PartitionKey' | 'RowKey'): KeyRange {
  const { name, left, right } = filter ?? {};
  if (name === 'and') return overlap(keyRange(left, key), keyRange(right, key));
  if (left?.name !== 'id' || left.identifier !== key) return everyKey;
  if (right?.name !== 'constant' || typeof right.value !== 'string') return everyKey;
  const { value } = right;
  if (name === 'eq') return { from: value, to: value };
  if (name === 'ge' || name === 'gt') return { ...everyKey, from: value };
  if (name === 'le' || name === 'lt') return { ...everyKey, to: value };
  return everyKey;
}

function overlap(one: KeyRange, other: KeyRange): KeyRange {
  return {
    from: one.from > other.from ? one.from : other.from,
    to: one.to < other.to ? one.to : other.to,
  };
}
