import { expect, test } from 'vitest';
import { fleetRunId, serverName } from '../../../lib/ids.ts';
import type { TriggerDependencies } from '../../../triggers/dependencies.ts';
import { containerGroupEvents } from '../../../triggers/fleets/container-group-events.ts';
import { fleetsTimer } from '../../../triggers/fleets/fleets-timer.ts';
import { aFleet } from '../../support/a-fleet.ts';
import { FakeFleetDefinitions } from '../../support/fakes/fake-fleet-definitions.ts';
import { FakeRuns } from '../../support/fakes/fake-runs.ts';

const groups = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerInstance/containerGroups';
const server = serverName({ hub: 'test', fleet: 'arena', number: 12 });

function bench(...owners: Array<{ kind: string; id: string; hub: string }>) {
  const runs = new FakeRuns();
  const deps = {
    containers: { list: async () => owners.map((owner) => ({ owner })) },
    fleetDefinitions: new FakeFleetDefinitions(aFleet('arena'), aFleet('race')),
    settings: { hub: 'test' },
  } as unknown as TriggerDependencies;
  return { runs, deps };
}

test('an event of a server wakes its fleet and no other, in either schema, however often it comes', async () => {
  const { runs, deps } = bench();
  for (const id of ['arena', 'race']) runs.add(fleetRunId(id), 'fleet');
  const subject = `${groups}/${server}`;
  await containerGroupEvents(deps, runs, {
    ...{ id: '1', eventType: 'Microsoft.Resources.ResourceWriteSuccess', subject, data: {} },
  });
  await containerGroupEvents(deps, runs, {
    ...{ id: '2', type: 'Microsoft.Resources.ResourceDeleteSuccess', specversion: '1.0', subject },
  });
  expect(runs.raised).toEqual([
    { id: fleetRunId('arena'), event: 'fleetWoken', data: {} },
    { id: fleetRunId('arena'), event: 'fleetWoken', data: {} },
  ]);
  expect(runs.started).toEqual([]);
});

test('an event of anything else wakes nobody', async () => {
  const { runs, deps } = bench();
  const foreign = serverName({ hub: 'other', fleet: 'arena', number: 12 });
  const subjects = [`${groups}/publish-blog-1`, `${groups}/${foreign}`, `${groups}/arena`, '/blobs/x', 7];
  for (const delivered of [undefined, null, 'text', {}, ...subjects.map((subject) => ({ subject }))])
    await containerGroupEvents(deps, runs, delivered);
  expect([...runs.started, ...runs.raised]).toEqual([]);
});

test('the timer starts the loops that are missing, of fleets that are defined and of those that own a group', async () => {
  const { runs, deps } = bench(
    { kind: 'fleet', id: 'forgotten', hub: 'test' },
    { kind: 'fleet', id: 'foreign', hub: 'other' },
    { kind: 'run', id: 'job', hub: 'test' },
  );
  runs.add(fleetRunId('race'), 'fleet');
  await fleetsTimer(deps, runs);
  expect(runs.started.map(({ id }) => id).sort()).toEqual(['arena', 'forgotten'].map(fleetRunId));
});
