import { join } from 'node:path';
import * as df from 'durable-functions';
import Database from 'libsql';
import { expect, test } from 'vitest';
import { tempDirectory } from './support/crash.ts';
import { openEngine } from './support/open-engine.ts';

const register = (): void => {
  df.app.orchestration('Waits', function* (context) {
    return yield context.df.waitForExternalEvent('Go');
  });
};

test('opens a file from before code was kept, and goes on with what is in it', async () => {
  const file = join(tempDirectory(), 'durable.db');
  const before = await openEngine(register, { file });
  await before.run('Waits', undefined, 'w');
  await before.stop();
  const database = new Database(file);
  database.exec('ALTER TABLE history DROP COLUMN code; DROP TABLE code; DROP TABLE builds');
  database.close();

  const engine = await openEngine(register, { file });
  await engine.client.raiseEvent('w', 'Go', 7);
  expect(await engine.settled('w')).toMatchObject({ runtimeStatus: 'Completed', output: 7 });
});
