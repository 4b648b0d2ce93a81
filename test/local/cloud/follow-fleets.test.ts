import { expect, onTestFinished, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import type { CloudEvent } from '../../../local/cloud/cloud-event.ts';
import { FleetFollower } from '../../../local/cloud/follow-fleets.ts';
import type { FleetInFull } from '../../../local/cloud/slipway-api.ts';

const arena = (changes: Partial<FleetInFull> = {}): FleetInFull => ({
  name: 'arena',
  servers: {},
  sessions: 0,
  places: 0,
  waiting: 0,
  decisions: [],
  ...changes,
});

/** A follower of fleets that a test changes, and what it told. */
function following(fleets: FleetInFull[]) {
  const clock = new VirtualClock();
  const told: CloudEvent[] = [];
  const api = {
    isOut: false,
    looks: 0,
    async fleets() {
      api.looks++;
      if (api.isOut) throw new Error('nobody answers');
      return fleets;
    },
    fleet: async (name: string) => fleets.find((fleet) => fleet.name === name),
  };
  const follower = new FleetFollower(api, clock, (event) => told.push(event));
  onTestFinished(() => follower.stop());
  follower.start();
  /** Lets the look that is due happen. */
  const look = async (ms = 500): Promise<void> => {
    clock.advanceBy(ms);
    await new Promise(setImmediate);
  };
  return { api, told, look, follower };
}

test('a fleet is told when its servers or its sessions change, with the reason, and not otherwise', async () => {
  const fleets = [arena()];
  const { told, look } = following(fleets);
  await look(0);
  await look();
  expect(told).toEqual([
    { kind: 'fleetChanged', fleet: 'arena', servers: {}, sessions: 0, places: 0, waiting: 0 },
  ]);
  fleets[0] = arena({ servers: { creating: 1 }, waiting: 2, decisions: [{ reason: '2 wait' }] });
  await look();
  fleets[0] = arena({ servers: { allocated: 1 }, sessions: 2, places: 4 });
  await look();
  expect(told.slice(1)).toMatchObject([
    { servers: { creating: 1 }, waiting: 2, reason: '2 wait' },
    { servers: { allocated: 1 }, sessions: 2, places: 4 },
  ]);
});

test('sessions that come and go are told every two seconds', async () => {
  const fleets = [arena({ servers: { allocated: 1 }, sessions: 1, places: 8 })];
  const { told, look } = following(fleets);
  await look(0);
  for (let sessions = 2; sessions <= 8; sessions++) {
    fleets[0] = arena({ servers: { allocated: 1 }, sessions, places: 8 });
    await look();
  }
  expect(told.map((event) => event.kind === 'fleetChanged' && event.sessions)).toEqual([1, 5]);
});

test('an app that does not answer is told once, and the fleets again once it does', async () => {
  const { api, told, look } = following([arena()]);
  api.isOut = true;
  await look(0);
  await look(3_000);
  await look(3_000);
  expect(told.slice(1)).toEqual([
    { kind: 'warning', message: 'The fleets could not be read: nobody answers' },
  ]);
  expect(api.looks).toBeGreaterThan(2);
});

test('fleets are looked at rarely while there are none, and no more after the end', async () => {
  const { api, look, follower } = following([]);
  await look(0);
  await look(2_000);
  expect(api.looks).toBe(1);
  await look(1_000);
  expect(api.looks).toBe(2);
  follower.stop();
  await look(10_000);
  expect(api.looks).toBe(2);
});
