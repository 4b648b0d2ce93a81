import { describe, expect, it } from 'vitest';
import type { Fleet } from '../../../contract/fleets.ts';
import { fleetRunId } from '../../../lib/ids.ts';
import { aFleet } from '../../support/a-fleet.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';

async function appWith(fleet: Fleet = aFleet('arena')): Promise<TestApp> {
  const app = await startTestApp();
  app.fleetDefinitions.set(fleet);
  let made = 0;
  app.containers.story = (container) => {
    made += 1;
    const ip = `10.0.0.${made}`;
    container.after(30, () => {
      container.ip = ip;
      container.runs();
    });
    return undefined;
  };
  await app.begin('fleet', { fleet: 'arena' }, fleetRunId('arena'));
  return app;
}

const servers = async (app: TestApp) => (await app.fleetServers.list('arena')).map(({ server }) => server);

describe('fleet', () => {
  it('starts the fewest servers that are wanted', async () => {
    const app = await appWith();
    await app.host.advance(120_000);
    console.log(await servers(app), app.calls, app.status(fleetRunId('arena')));
    expect((await servers(app)).map(({ state }) => state)).toEqual(['ready']);
  });
});
