import { entityOf, schedulerId } from '../protocol/entity-messages.ts';
import { valueOfText } from '../protocol/json-text.ts';
import { isoTime } from '../protocol/timestamps.ts';
import { stateOf } from '../runtime/entities/entity-state.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { idOfToken, tokenOfId } from './continuation-token.ts';

/** An entity's state as committed; undefined when it does not exist or has none. */
export function readEntityState(
  runtime: Runtime,
  entity: { name: string; key: string },
): { state: unknown } | undefined {
  const row = runtime.store.instances.find(schedulerId({ ...entity, name: entity.name.toLowerCase() }));
  if (!row?.isEntity) return undefined;
  const { exists, state } = stateOf(row);
  return exists && state !== null ? { state: valueOfText(state) } : undefined;
}

export type EntityListOptions = {
  name?: string;
  lastOperationFromMs?: number;
  lastOperationToMs?: number;
  /** 100 by default. */
  top?: number;
  fetchState?: boolean;
  continuationToken?: string;
};

export type EntityBody = {
  entityId: { name: string; key: string };
  lastOperationTime: string;
  /** Null unless asked for. */
  state: unknown;
};

/** One page of the entities that exist, in the order of their ids. */
export function listEntities(
  runtime: Runtime,
  options: EntityListOptions = {},
): { entities: EntityBody[]; continuationToken?: string } {
  const { top = 100, continuationToken } = options;
  const fromId = continuationToken ? idOfToken(continuationToken) : undefined;
  if (continuationToken && fromId === undefined) return { entities: [] };
  const rows = runtime.store.instances.list({
    prefix: options.name === undefined ? '@' : `@${options.name.toLowerCase()}@`,
    onlyEntities: true,
    ...(options.lastOperationFromMs !== undefined && { updatedFromMs: options.lastOperationFromMs }),
    ...(options.lastOperationToMs !== undefined && { updatedToMs: options.lastOperationToMs }),
    ...(fromId !== undefined && { fromId }),
    limit: top + 1,
  });
  const next = rows[top];
  const entities = rows.slice(0, top).flatMap((row) => {
    const entityId = entityOf(row.instanceId);
    const { exists, state } = stateOf(row);
    if (!entityId || !exists) return [];
    return {
      // The extension shows the name in small letters, even of one that has capitals.
      entityId: { name: entityId.name.toLowerCase(), key: entityId.key },
      lastOperationTime: isoTime(row.updatedMs),
      state: options.fetchState ? valueOfText(state) : null,
    };
  });
  return { entities, ...(next && { continuationToken: tokenOfId(next.instanceId) }) };
}
