import { expect, test } from 'vitest';
import { placesWaitedFor } from '../../../../lib/decide/fleets/places-waited-for.ts';
import { after, aTicket } from '../../../support/a-server.ts';

test('callers wait for places until their time is over, but not for more than a server has', () => {
  const tickets = [
    aTicket('late', { expiresAt: after(10) }),
    aTicket('huge', { places: 4 }),
    aTicket('pair', { places: 2 }),
  ];
  expect(placesWaitedFor(tickets, { sessionsPerServer: 3 }, after(10))).toBe(2);
  expect(placesWaitedFor(tickets, undefined, after(9))).toBe(7);
});
