import * as df from 'durable-functions';
import { shown } from './support.ts';

/** What programs call and signal. */
export function entities(): void {
  df.app.entity<number>('Counter', (context) => {
    const { df: entity } = context;
    const current = entity.getState(() => 0) ?? 0;
    switch (entity.operationName) {
      case 'add':
        entity.setState(current + (entity.getInput<number>() ?? 0));
        entity.return(entity.getState());
        break;
      case 'get':
        entity.return(current);
        break;
      case 'setThenThrow':
        entity.setState(999);
        throw new Error('entity bug');
      case 'throw':
        throw new TypeError('entity bug');
      case 'throwText':
        throw 'entity text';
      case 'input':
        entity.return(shown(entity.getInput()));
        break;
      case 'who':
        entity.return({
          name: entity.entityName,
          key: entity.entityKey,
          isNew: entity.isNewlyConstructed,
          operation: entity.operationName,
        });
        break;
      case 'delete':
      case 'reset':
        entity.destructOnExit();
        break;
      case 'deleteThenSet':
        entity.destructOnExit();
        entity.setState(5);
        break;
      case 'slow':
        break;
    }
  });
  df.app.entity<unknown>('Keeper', (context) => {
    const { df: entity } = context;
    if (entity.operationName === 'set') entity.setState(entity.getInput());
    if (entity.operationName === 'undefined') entity.setState(undefined);
    entity.return(shown(entity.getState()));
  });
  df.app.entity<string>('Forwarder', (context) => {
    const { df: entity } = context;
    const name = entity.operationName === 'forwardCapital' ? 'Counter' : 'counter';
    entity.signalEntity(new df.EntityId(name, entity.getInput<string>() ?? ''), 'add', 100);
    entity.setState('forwarded');
    entity.return('ok');
  });
  df.app.entity<number>('AsyncCounter', async (context: df.EntityContext<number>) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    context.df.setState((context.df.getState(() => 0) ?? 0) + 1);
    context.df.return(context.df.getState());
  });
}
