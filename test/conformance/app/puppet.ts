import * as df from 'durable-functions';
import { shown } from './support.ts';

/** What an operation `do` is told to do, one after the other; what it reads is its result. */
export type PuppetOrder =
  | { set: unknown }
  | { unset: true }
  | { read: true }
  /** Reads the state, with this value if there is none. */
  | { initial: unknown }
  | { who: true }
  | { input: true }
  | { destruct: true }
  | { signal: { key: string; name?: string; operation: string; input?: unknown } }
  | { throws: string }
  | { throwsText: string }
  | { returns: unknown }
  | { sleep: number };

/** An entity that does what its operations say. */
export function puppet(): void {
  df.app.entity<unknown>('Puppet', async (context: df.EntityContext<unknown>) => {
    const { df: entity } = context;
    switch (entity.operationName) {
      case 'do':
        await obey(entity, entity.getInput<PuppetOrder[]>() ?? []);
        break;
      case 'append':
        entity.setState([...((entity.getState(() => []) ?? []) as unknown[]), entity.getInput()]);
        break;
      case 'get':
        entity.return(entity.getState());
        break;
      case 'delete':
        entity.destructOnExit();
        break;
      case 'quiet':
        break;
      default:
        entity.return({ operation: entity.operationName, input: shown(entity.getInput()) });
    }
  });
}

async function obey(entity: df.EntityContext<unknown>['df'], orders: readonly PuppetOrder[]): Promise<void> {
  const seen: unknown[] = [];
  for (const order of orders) {
    if ('set' in order) entity.setState(order.set);
    if ('unset' in order) entity.setState(undefined);
    if ('read' in order) seen.push(shown(entity.getState()));
    if ('initial' in order) seen.push(shown(entity.getState(() => order.initial)));
    if ('who' in order) {
      const { entityName, entityKey, operationName, isNewlyConstructed } = entity;
      seen.push({ entityName, entityKey, operationName, isNewlyConstructed });
    }
    if ('destruct' in order) entity.destructOnExit();
    if ('signal' in order) {
      const { name, key, operation, input } = order.signal;
      entity.signalEntity(new df.EntityId(name ?? 'puppet', key), operation, input);
    }
    if ('throws' in order) throw new Error(order.throws);
    if ('throwsText' in order) throw order.throwsText;
    if ('sleep' in order) await new Promise((resolve) => setTimeout(resolve, order.sleep));
    if ('returns' in order) {
      entity.return(order.returns);
      return;
    }
  }
  if (seen.length > 0) entity.return(seen);
}
