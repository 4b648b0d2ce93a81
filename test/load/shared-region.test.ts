import { expect, test } from 'vitest';
import type { CreateOutcome } from '../../contract/containers.ts';
import { armClients } from '../../lib/azure/arm-clients.ts';
import { azureContainers } from '../../lib/azure/azure-containers.ts';
import { resourceGroup, subscription } from '../local/arm/support/sdk-clients.ts';
import { startTestArm } from '../local/arm/support/start-test-arm.ts';
import { aContainerRun, aContainerSpec } from '../support/builders.ts';
import { startTestApp } from '../support/test-app.ts';

/** Real processes take no time on the virtual clock, so nothing may be given up while they start. */
const patient = {
  provisioningDeadlineSeconds: 86_400,
  runningDeadlineSeconds: 86_400,
  reports: 'none',
} as const;

test('two apps share a region with room for ten groups, and Azure refuses none of thirty creates', async () => {
  const app = await startTestApp();
  const arm = await startTestArm({
    clock: app.clock,
    quotas: { containerGroups: 10, standardCores: 10 },
  });
  const azure = azureContainers(
    armClients({ subscriptionId: subscription, resourceGroup, armEndpoint: arm.origin }),
  );
  const created: CreateOutcome['kind'][] = [];
  Object.assign(app.containers, azure, {
    create: async (request: Parameters<typeof azure.create>[0]) => {
      const outcome = await azure.create(request);
      created.push(outcome.kind);
      return outcome;
    },
  });
  // Another app of the same subscription keeps three groups for itself.
  for (const name of ['theirs-1', 'theirs-2', 'theirs-3']) {
    const shape = {
      containers: [aContainerSpec<string>({ image: 'shell', command: ['sh', '-c', 'exec sleep 1000'] })],
    };
    const owner = { kind: 'run', id: name, hub: 'theirs' } as const;
    expect(await azure.create({ name, region: 'westeurope', owner, attempt: 1, shape })).toEqual({
      kind: 'created',
    });
  }

  const containers = [aContainerSpec({ image: 'shell', command: ['sh', '-c', 'exit 0'] })];
  const runs = Array.from({ length: 30 }, (_, index) => `run-${index}`);
  for (const share of runs)
    await app.begin('runContainer', aContainerRun({ ...patient, containers }, { share }), share);
  for (const run of runs) expect(await app.outcomeOf(run)).toMatchObject({ kind: 'succeeded', attempt: 1 });

  expect(created).toEqual(runs.map(() => 'created'));
  await app.advanceUntil(() => app.budget.state.tickets.length === 0);
  expect(
    arm
      .containerGroups()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['theirs-1', 'theirs-2', 'theirs-3']);
});
