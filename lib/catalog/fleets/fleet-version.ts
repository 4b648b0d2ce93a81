import { createHash } from 'node:crypto';
import type { GroupShape } from '../../../contract/container-specs.ts';

/** Names of what the servers of a fleet are made. The order in which people write names makes no difference. */
export function fleetVersion(shape: GroupShape): string {
  return createHash('sha256').update(JSON.stringify(shape, inOrder)).digest('hex').slice(0, 10);
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
