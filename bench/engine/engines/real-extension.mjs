/** The real Durable extension: the project's referee, on Azurite in memory, asked over HTTP like our own host. */
import { register } from 'node:module';
import { functionsApp } from './functions-app.mjs';

register('../../../test/conformance/load-typescript.mjs', import.meta.url);

export async function open({ appDirectory }) {
  const { startAzurite } = await import('../../../test/oracle/start-azurite.ts');
  const { startOracle } = await import('../../../test/oracle/start-oracle.ts');
  const azurite = await startAzurite();
  const startedAtMs = Date.now();
  const oracle = await startOracle({ appDirectory, storage: azurite.connectionString }).catch(
    async (error) => {
      await azurite.stop();
      throw error;
    },
  );
  const functions = functionsApp(oracle.origin);
  return {
    ...functions,
    startedAtMs,
    async stop() {
      functions.http.close();
      await oracle.stop();
      await azurite.stop();
    },
  };
}
