import { describe, expect, test } from 'vitest';
import type { FleetSpec } from '../../../../contract/fleets.ts';
import { sessionsOn } from '../../../../lib/decide/fleets/occupancy.ts';
import { aFleet } from '../../../support/a-fleet.ts';
import { after } from '../../../support/a-server.ts';

const heartbeat = { health: { kind: 'heartbeat', firstSeconds: 60, everySeconds: 5, missed: 2 } } as const;
const query = { sessions: { kind: 'query', game: 'openarena', port: 27_960 } } as const;

describe('the sessions on a server', () => {
  test.each<
    [title: string, rules: Partial<FleetSpec>, allocated: number, told: number, age: number, sessions: number]
  >([
    ['are those that were promised', {}, 3, 1, 0, 3],
    ['are those that it tells of, when these are more', {}, 1, 3, 0, 3],
    ['are what it told, until it tells again', {}, 1, 3, 100_000, 3],
    ['are what it told while it shows that it lives', heartbeat, 1, 3, 15, 3],
    ['are those that were promised once it does not', heartbeat, 1, 3, 16, 1],
    ['are what it answered as a game lately', query, 0, 3, 60, 3],
    ['are not what it answered long ago', query, 0, 3, 61, 0],
  ])('%s', (_title, rules, allocated, told, age, sessions) => {
    const spec = { ...aFleet().spec, lookSeconds: 15, ...rules };
    const server = { allocated, beat: { at: after(0), sessions: told } };
    expect(sessionsOn(server, spec, after(age))).toBe(sessions);
  });

  test('are those that were promised where it tells nothing', () => {
    expect(sessionsOn({ allocated: 2 }, aFleet().spec, after(0))).toBe(2);
    expect(sessionsOn({ allocated: 2, beat: { at: after(0) } }, aFleet().spec, after(0))).toBe(2);
  });
});
