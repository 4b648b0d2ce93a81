import { describe, expect, test } from 'vitest';
import { chooseServer, type Seat } from '../../../../lib/decide/fleets/choose-server.ts';

const seat = (number: number, sessions: number, more: Partial<Seat> = {}): Seat => ({
  ...{ number, sessions, version: 'new', state: sessions > 0 ? 'allocated' : 'ready' },
  ...more,
});
const outdated = { version: 'old' };

describe('a session goes', () => {
  test.each<[title: string, servers: Seat[], places: number, number: number | undefined]>([
    ['nowhere where no server is', [], 1, undefined],
    ['to the fullest that has room', [seat(1, 1), seat(2, 3), seat(3, 4)], 1, 2],
    ['to one that has room for all of it', [seat(1, 1), seat(2, 3)], 2, 1],
    ['nowhere when no server has room for all of it', [seat(1, 3), seat(2, 3)], 2, undefined],
    ['to the newest of those that are equally full', [seat(1, 2), seat(3, 2), seat(2, 2)], 1, 3],
    ['to the current version, however full the others are', [seat(1, 3, outdated), seat(2, 0)], 1, 2],
    ['to an outdated one when no other has room', [seat(1, 3, outdated), seat(2, 4)], 1, 1],
    ['to none that drains', [seat(1, 1, { state: 'draining' })], 1, undefined],
    ['to none that is not there yet', [seat(1, 0, { state: 'creating' })], 1, undefined],
    ['to none that is unhealthy', [seat(1, 0, { state: 'unhealthy' })], 1, undefined],
  ])('%s', (_title, servers, places, number) => {
    const rules = { version: 'new', sessionsPerServer: 4 };
    expect(chooseServer(servers, places, rules)?.number).toBe(number);
  });
});
