import { describe, expect, test } from 'vitest';
import { drainLook } from '../../../../lib/decide/fleets/drain-look.ts';
import { aFleet } from '../../../support/a-fleet.ts';
import { after, aServer } from '../../../support/a-server.ts';

const health = { kind: 'heartbeat', firstSeconds: 60, everySeconds: 5, missed: 2 };
const { spec } = aFleet('arena', { health, drain: { deadlineMinutes: 10 } });
const server = aServer(1, { state: 'draining', drain: { reason: 'scaleDown' } });
const beat = { at: after(100), sessions: 1 };

describe('a server that drains', () => {
  test('goes once it tells that nobody is on it', () => {
    const empty = { ...beat, sessions: 0 };
    expect(drainLook({ server, beat: empty, spec, now: after(101), awakeSince: after(0) }).look.kind).toBe(
      'leaving',
    );
  });

  test.each([
    ['stays while it is silent, for as long as players may stay', 714, 0, 'occupied'],
    ['goes when it has been silent for longer than players may stay', 716, 0, 'leaving'],
    ['stays when it is the app that was away', 90_000, 89_990, 'occupied'],
  ])('%s', (_title, now, awake, kind) => {
    expect(drainLook({ server, beat, spec, now: after(now), awakeSince: after(awake) }).look.kind).toBe(kind);
  });

  test('goes at its deadline, whoever is on it', () => {
    const late = { ...server, drain: { reason: 'request' as const, deadline: after(200) } };
    expect(drainLook({ server: late, beat, spec, now: after(200), awakeSince: after(0) }).look.kind).toBe(
      'leaving',
    );
  });
});
