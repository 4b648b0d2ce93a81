import type { InstanceRow } from '../../store/instance-row.ts';

/** What an entity is between two batches. */
export type EntityState = {
  exists: boolean;
  /** JSON text; null when it has none. */
  state: string | null;
  /** The instance id of the orchestration that holds its lock. */
  lockedBy: string | null;
};

/** An entity's state as it stands in its row's input: the extension's scheduler state. */
export function stateText({ exists, state, lockedBy }: EntityState): string {
  return JSON.stringify({
    ...(exists && { exists }),
    ...(state !== null && { state }),
    ...(lockedBy !== null && { lockedBy }),
    sorter: {},
  });
}

export function stateOf(row: Pick<InstanceRow, 'input'>): EntityState {
  const stored = JSON.parse(row.input ?? '{}') as Partial<EntityState>;
  return {
    exists: stored.exists ?? false,
    state: stored.state ?? null,
    lockedBy: stored.lockedBy ?? null,
  };
}

/** The custom status that Azure shows of an entity. */
export function statusText({ exists, lockedBy }: EntityState): string {
  return JSON.stringify({
    ...(exists && { entityExists: true }),
    ...(lockedBy !== null && { lockedBy }),
  });
}
