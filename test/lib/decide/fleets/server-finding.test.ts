import { describe, expect, test } from 'vitest';
import type { HealthSpec, ObservedServer, ServerChange } from '../../../../contract/fleets.ts';
import { serverFinding } from '../../../../lib/decide/fleets/server-finding.ts';
import { aFleet } from '../../../support/a-fleet.ts';
import { after, aServer, startOfTime } from '../../../support/a-server.ts';

const group = { provisioningState: 'Succeeded', ip: '10.0.0.1' };
const running = { kind: 'running' } as const;
const heartbeat = { kind: 'heartbeat', firstSeconds: 60, everySeconds: 5, missed: 2 } as const;
const begun = { state: 'creating', since: { creating: startOfTime } } as const;
const beat = (second: number, sessions = 0) => ({ beat: { at: after(second), sessions } });

type Row = [
  title: string,
  server: Partial<ObservedServer>,
  health: HealthSpec,
  atSecond: number,
  finding: Partial<ServerChange> | undefined,
];

const rows: Row[] = [
  ['nothing of one that is as its row says', {}, running, 9, undefined],
  ['a new address', { group: { ...group, ip: '10.0.0.2' } }, running, 9, { to: 'ready', ip: '10.0.0.2' }],
  ['players without an allocation', beat(1, 2), running, 9, { from: 'ready', to: 'allocated' }],
  ['that its players left', { state: 'allocated' }, running, 9, { from: 'allocated', to: 'ready' }],
  ['that its group is gone', { group: undefined }, running, 9, { to: 'failed', failure: 'vanished' }],
  [
    'that its containers ended',
    { group: { ...group, ended: 'exit code 1' } },
    running,
    9,
    { to: 'failed', failure: 'failed', message: 'exit code 1' },
  ],
  [
    'nothing of one that drains, whatever happened to its group',
    { state: 'draining', group: undefined },
    running,
    9,
    undefined,
  ],
  ['nothing of a start under way', { ...begun, group: undefined, worked: true }, running, 900, undefined],
  [
    'that a start is stuck',
    { ...begun, worked: true },
    running,
    9_000,
    { to: 'failed', failure: 'stuckProvisioning' },
  ],
  [
    'that its group went before it was ready',
    { ...begun, group: undefined, runningAt: after(1) },
    running,
    9,
    { to: 'failed', failure: 'vanished' },
  ],
  [
    'nothing of one that has still time for its first sign of life',
    { ...begun, runningAt: after(1) },
    heartbeat,
    61,
    undefined,
  ],
  [
    'that it is ready once it gives one',
    { ...begun, runningAt: after(1), ...beat(2) },
    heartbeat,
    9,
    { to: 'ready', ip: '10.0.0.1' },
  ],
  [
    'that it never gave one',
    { ...begun, runningAt: after(1) },
    heartbeat,
    62,
    { to: 'failed', failure: 'deadlineExceeded' },
  ],
  ['nothing when so many signs as may be missing are', beat(100), heartbeat, 115, undefined],
  [
    'that one more is missing',
    beat(100),
    heartbeat,
    116,
    { to: 'unhealthy', message: 'No sign of life for 16 s.' },
  ],
  ['that it lives again', { state: 'unhealthy', ...beat(100, 1) }, heartbeat, 110, { to: 'allocated' }],
  ['nothing of one that stays silent', { state: 'unhealthy', ...beat(100) }, heartbeat, 900, undefined],
];

describe('a look at a server finds', () => {
  test.each(rows)('%s', (_title, server, health, atSecond, finding) => {
    const observed = { ...aServer(1, { ip: '10.0.0.1' }), group, worked: false, ...server } as ObservedServer;
    const moment = { awakeSince: startOfTime, now: after(atSecond) };
    const found = serverFinding(observed, { ...aFleet().spec, health }, moment);
    if (finding === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject({ server: 'arena-1', ...finding });
  });

  test('no silence while the app itself was away', () => {
    const observed = { ...aServer(1, { ip: '10.0.0.1' }), group, worked: false, ...beat(100) };
    const spec = { ...aFleet().spec, health: heartbeat };
    const find = (second: number): ServerChange | undefined =>
      serverFinding(observed, spec, { awakeSince: after(3_000), now: after(second) });
    expect(find(3_015)).toBeUndefined();
    expect(find(3_016)?.to).toBe('unhealthy');
  });
});
