/** DBOS: steps run in this process, their results go to Postgres. */
import { DBOS } from '@dbos-inc/dbos-sdk';
import { Marks } from '../app/marks.mjs';
import { inThisProcess } from './in-this-process.mjs';

const poolSize = 20;

export async function open({ serverUrl }) {
  const marks = new Marks();
  const workflows = register(marks);
  DBOS.setConfig({
    name: 'bench',
    systemDatabaseUrl: serverUrl,
    systemDatabasePoolSize: poolSize,
    logLevel: 'error',
  });
  await DBOS.launch();
  const handles = new Map();
  return {
    ...inThisProcess(marks),
    async start(kind, id, size) {
      handles.set(id, await DBOS.startWorkflow(workflows[kind], { workflowID: id })(id, size));
    },
    visible: (id) => handles.get(id).getResult(),
    signal: (id) => DBOS.send(id, 1, 'go'),
    stop: () => DBOS.shutdown(),
  };
}

function register(marks) {
  const step = (number) => DBOS.runStep(async () => number, { name: 'step' });
  return {
    chain: DBOS.registerWorkflow(
      async (id) => {
        for (let number = 0; number < 5; number++) await step(number);
        marks.finish(id);
      },
      { name: 'chain' },
    ),
    event: DBOS.registerWorkflow(
      async (id) => {
        marks.reach(id);
        await DBOS.recv('go', 60);
        marks.finish(id);
      },
      { name: 'event' },
    ),
    timer: DBOS.registerWorkflow(
      async (id) => {
        const dueMs = Date.now() + 1_000;
        await DBOS.sleep(1_000);
        marks.finish(id, Date.now() - dueMs);
      },
      { name: 'timer' },
    ),
    fanOut: DBOS.registerWorkflow(
      async (id, size) => {
        await Promise.all(Array.from({ length: size }, (_, number) => step(number)));
        marks.finish(id);
      },
      { name: 'fanOut' },
    ),
  };
}
