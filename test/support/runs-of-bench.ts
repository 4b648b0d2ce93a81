import { runStateOf } from '../../lib/durable/run-state.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TestApp } from './test-app.ts';

/**
 * The runs of a test app, for what triggers do. A call that a crash cuts off is made again, as GitHub and people do who got no
 * answer.
 */
export function runsOfBench(app: TestApp): Pick<Runs, 'start' | 'read' | 'stateOf' | 'raise'> {
  const isUnderWay = (id: string): boolean =>
    ['active', 'suspended'].includes(runStateOf(app.engine.client.status(id)));

  const untilAnswered = async <T>(call: () => Promise<T>): Promise<T> => {
    for (;;) {
      const crashes = app.host.crashCount;
      try {
        return await call();
      } catch (error) {
        if (app.host.crashCount === crashes) throw error;
        await app.host.idle();
      }
    }
  };

  const read: Runs['read'] = async (id) => {
    const status = app.engine.client.status(id, { showInput: true });
    return (
      status && {
        ...{ id, name: status.name, runtimeStatus: status.runtimeStatus, input: status.input },
        ...{ output: status.output, customStatus: status.customStatus },
        createdAt: status.createdTime,
        updatedAt: status.lastUpdatedTime,
      }
    );
  };
  return {
    read,
    stateOf: async (id) => runStateOf(await read(id)),
    start: (name, { id, input }) =>
      untilAnswered(async () => {
        if (isUnderWay(id)) return 'alreadyRunning';
        await app.engine.client.start(name, { instanceId: id, input });
        return 'started';
      }),
    raise: (id, event, data) =>
      untilAnswered(async () => {
        if (!app.engine.client.status(id)) return 'unknown';
        await app.raise(id, event, data);
        return 'raised';
      }),
  };
}
