import { unknownFunctionText } from '../../interpreter/refuse.ts';
import { entityOf, type RequestMessage } from '../../protocol/entity-messages.ts';
import type { Ground } from '../ground.ts';
import type { LiveEntity } from './live-entity.ts';

/** The protocol's answer to a batch. */
export type BatchAnswer = {
  /** One for each operation, in order. */
  results: { isError: boolean; result?: string }[];
  signals: { target: { name: string; key: string }; name: string; input?: string }[];
  entityExists: boolean;
  entityState?: string | null;
};

/** Runs operations in one call of the function. One that breaks as a whole fails them all and changes nothing. */
export async function runBatch(
  { functions, registered, log }: Pick<Ground, 'functions' | 'registered' | 'log'>,
  entity: LiveEntity,
  requests: readonly RequestMessage[],
): Promise<BatchAnswer> {
  const self = entityOf(entity.row.instanceId) ?? { name: entity.row.instanceId, key: '' };
  try {
    const name = registered('entity', self.name);
    if (name === undefined) {
      throw new Error(unknownFunctionText(self.name, 'entity', functions.names('entity')));
    }
    const payload = {
      self,
      exists: entity.state.exists,
      state: entity.state.state,
      batch: requests.map((request) => ({
        name: request.op,
        input: request.input ?? null,
        isSignal: request.signal === true,
        id: request.id,
      })),
    };
    const value = await functions.invoke(name, { string: JSON.stringify(payload) }, {});
    return JSON.parse(value?.json ?? value?.string ?? '') as BatchAnswer;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    log({
      level: 'error',
      message: `Entity ${entity.row.instanceId}: ${message}`,
      instanceId: entity.row.instanceId,
    });
    return {
      results: requests.map(() => ({ isError: true, result: JSON.stringify(message) })),
      signals: [],
      entityExists: entity.state.exists,
      entityState: entity.state.state,
    };
  }
}
