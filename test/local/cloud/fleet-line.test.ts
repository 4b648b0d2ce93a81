import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { fleetLine } from '../../../local/cloud/fleet-line.ts';

const line = (event: object): string =>
  stripVTControlCharacters(
    fleetLine({
      ...{ kind: 'fleetChanged', fleet: 'arena', servers: {}, sessions: 0, places: 0, waiting: 0 },
      ...event,
    }),
  );

test('a fleet is a sign for each server, the places, who waits, and the reason', () => {
  expect(
    line({
      servers: { draining: 1, ready: 1, allocated: 2, gone: 3 },
      sessions: 5,
      places: 12,
      waiting: 1,
      reason: 'buffer 20%',
    }),
  ).toBe('arena        ■■□▽     5 of 12 places, 1 wait  buffer 20%');
});

test('a fleet whose servers all drain has no places, and those who play are counted', () => {
  expect(line({ servers: { draining: 1 }, sessions: 2 })).toBe(
    'arena        ▽        2 play, no places open',
  );
});

test('a fleet at zero says so', () => {
  expect(line({})).toBe('arena                 no server');
});
