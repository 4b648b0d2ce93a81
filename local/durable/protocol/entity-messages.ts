const namespace = 'Microsoft.Azure.WebJobs.Extensions.DurableTask';

export type EntityId = { name: string; key: string };

/** What an orchestration, an entity or a client sends to an entity: an operation or a request for its lock. */
export type RequestMessage = {
  $type: string;
  /** The operation; null for a lock. */
  op: string | null;
  signal?: true;
  /** JSON text. */
  input?: string;
  id: string;
  parent?: string;
  parentExecution?: string;
  /** ISO time before which a signal does not run. */
  due?: string;
  Timestamp: string;
  Predecessor: string;
  requestTime?: string;
  lockset?: (EntityId & { $type: string })[];
  /** How many entities of the lock set have been locked already. */
  pos?: number;
};

export type ReleaseMessage = { $type: string; parent: string; id: string };

/** What an entity sends back: an EventRaised whose name is the request's id. */
export type ResponseMessage = { $type: string; result: string | null; exceptionType?: string };

export const messageType = {
  request: `${namespace}.RequestMessage, ${namespace}`,
  release: `${namespace}.ReleaseMessage, ${namespace}`,
  response: `${namespace}.ResponseMessage, ${namespace}`,
  entityId: `${namespace}.EntityId, ${namespace}`,
} as const;

/** What the message sorter of Azure has for "no message before this one"; a mailbox in one file needs no sorting. */
export const noPredecessor = '0001-01-01T00:00:00';

export function schedulerId(entity: EntityId): string {
  return `@${entity.name}@${entity.key}`;
}

/** The entity behind an instance id, or undefined when the id is no entity's. */
export function entityOf(instanceId: string): EntityId | undefined {
  const second = instanceId.indexOf('@', 1);
  if (!instanceId.startsWith('@') || second < 0) return undefined;
  return { name: instanceId.slice(1, second), key: instanceId.slice(second + 1) };
}
