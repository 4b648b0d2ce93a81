import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InvocationContext } from '@azure/functions';
import { getRequestListener } from '@hono/node-server';
import * as df from 'durable-functions';
import { onTestFinished } from 'vitest';
import { runsOf } from '../../../lib/durable/runs.ts';
import { silentTelemetry } from '../../../lib/telemetry/silent-telemetry.ts';
import { runsContract } from '../../contracts/runs.ts';
import { openEngine, type TestEngine } from '../../local/durable/support/open-engine.ts';
import { FakeRuns } from '../../support/fakes/fake-runs.ts';

/** Serves the management API of an engine; answers its origin. */
async function serve(engine: TestEngine): Promise<string> {
  const server = createServer(getRequestListener(engine.fetch, { overrideGlobalObjects: false }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

runsContract('the durable engine, through the client of the library', async () => {
  const engine = await openEngine(() => {
    df.app.orchestration('sweepOrphans', function* (context) {
      yield context.df.waitForExternalEvent('end');
      return context.df.getInput();
    });
  });
  const origin = await serve(engine);
  const clientInput = df.input.durableClient();
  const context = new InvocationContext({ options: { extraInputs: [clientInput] } });
  context.extraInputs.set(
    clientInput,
    JSON.parse(engine.clientBinding({ origin, rpcOrigin: origin, systemKey: 'key' })),
  );
  return {
    runs: runsOf(context, silentTelemetry.tracing),
    settle: () => engine.whenIdle(),
    async end(id) {
      await engine.client.raiseEvent(id, 'end', null);
      await engine.whenIdle();
    },
  };
});
runsContract('memory', async () => {
  const runs = new FakeRuns();
  return {
    runs,
    settle: async () => undefined,
    async end(id) {
      const record = runs.records.get(id);
      if (record) runs.add(id, record.name, { ...record, runtimeStatus: 'Completed', output: record.input });
    },
  };
});
