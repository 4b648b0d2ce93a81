import { describe, expect, test } from 'vitest';
import type { Server, ServerChange } from '../../../../contract/fleets.ts';
import { changedServer } from '../../../../lib/decide/fleets/changed-server.ts';
import { drainLook } from '../../../../lib/decide/fleets/drain-look.ts';
import { adoptedServer, newServer } from '../../../../lib/decide/fleets/new-server.ts';
import { startRequest } from '../../../../lib/decide/fleets/start-request.ts';
import { startedServer } from '../../../../lib/decide/fleets/started-server.ts';
import { aFleet } from '../../../support/a-fleet.ts';

const at = '2026-01-01T00:10:00.000Z';
const earlier = '2026-01-01T00:00:00.000Z';
const later = '2026-01-01T00:20:00.000Z';
const fleet = aFleet('arena');

function aServer(overrides: Partial<Server> = {}): Server {
  return {
    ...newServer(fleet, { number: 1, region: 'westeurope' }, 'test', earlier),
    ...{ state: 'ready', runningAt: earlier, ip: '10.0.0.1' },
    ...overrides,
  };
}

describe('a change of a row', () => {
  const drained: ServerChange = {
    ...{ server: 'arena-1', from: 'ready', to: 'draining' },
    drain: { reason: 'scaleDown' },
  };
  const back: ServerChange = { server: 'arena-1', from: 'draining', to: 'ready' };
  const draining = aServer({ state: 'draining', drain: { reason: 'scaleDown' } });
  const byDeadline = {
    ...drained,
    from: 'allocated',
    drain: { reason: 'lifetime', deadline: later },
  } as const;

  test.each([
    { title: 'drains an idle server', server: aServer(), change: drained, state: 'draining' },
    {
      title: 'leaves one alone that is not as it was seen',
      server: aServer({ state: 'allocated' }),
      change: drained,
    },
    {
      title: 'leaves one alone that a caller was promised',
      server: aServer({ allocated: 1 }),
      change: drained,
    },
    {
      title: 'drains one with places by a deadline',
      ...{ server: aServer({ state: 'allocated', allocated: 1 }), change: byDeadline, state: 'draining' },
    },
    { title: 'takes one back that drains', server: draining, change: back, state: 'ready' },
    {
      title: 'takes none back that goes already',
      ...{
        server: { ...draining, drain: { reason: 'scaleDown', leavingAt: earlier } } as Server,
        change: back,
      },
    },
    {
      title: 'is refused where it is illegal',
      server: aServer({ state: 'gone' }),
      change: { ...drained, from: 'gone' } as ServerChange,
    },
  ])('$title', ({ server, change, state }) => {
    expect(changedServer(server, change, at)?.state).toBe(state);
  });

  test('keeps no drain at a server that was taken back, and a new deadline at one that drains', () => {
    expect(changedServer(draining, back, at)?.drain).toBeUndefined();
    const again = { ...drained, from: 'draining', drain: { reason: 'fleetDeleted', deadline: at } } as const;
    expect(changedServer(draining, again, at)).toMatchObject({ since: {}, drain: { deadline: at } });
  });
});

describe('a look at a drain', () => {
  const server = aServer({ state: 'draining', drain: { reason: 'request', deadline: later } });
  const look = (
    overrides: Partial<Server>,
    more: { overdue?: string; beat?: { at: string; sessions: number } } = {},
  ) => drainLook({ server: { ...server, ...overrides }, spec: fleet.spec, awakeSince: at, now: at, ...more });

  test('waits for those who are on it, by a place or by what the server tells, and no longer than its deadline', () => {
    expect(look({ allocated: 2 }).look).toEqual({ kind: 'occupied', sessions: 2, until: later });
    expect(look({}, { beat: { at, sessions: 3 } }).look).toMatchObject({ kind: 'occupied', sessions: 3 });
    // A timer may fire a second early, and its time has come all the same.
    expect(look({ allocated: 2 }, { overdue: later }).look).toEqual({ kind: 'leaving', number: 1 });
    expect(look({ allocated: 2, drain: { reason: 'request', deadline: earlier } }).look.kind).toBe('leaving');
    expect(look({ allocated: 2, drain: { reason: 'scaleDown' } }).look).toEqual({
      kind: 'occupied',
      sessions: 2,
    });
  });

  test('writes that an empty server goes, once', () => {
    expect(look({}).server?.drain).toEqual({ reason: 'request', deadline: later, leavingAt: at });
    const leaving = look({ drain: { reason: 'request', leavingAt: earlier }, allocated: 1 });
    expect(leaving).toEqual({ look: { kind: 'leaving', number: 1 } });
  });

  test('tells a server that was taken back, one that has failed and one that is gone', () => {
    expect(look({ state: 'allocated' }).look).toEqual({ kind: 'reclaimed' });
    expect(look({ state: 'failed', allocated: 1 }).look).toEqual({ kind: 'leaving', number: 1 });
    expect(look({ state: 'gone' }).look).toEqual({ kind: 'gone' });
  });

  test('believes what a server told last where its fleet has no definition any more', () => {
    const told = drainLook({ server, beat: { at: earlier, sessions: 1 }, awakeSince: at, now: at });
    expect(told.look).toMatchObject({ kind: 'occupied', sessions: 1 });
  });
});

describe('the end of a start', () => {
  const creating = aServer({ state: 'creating' });
  const running = { kind: 'running', ready: true, ip: '10.0.0.2' } as const;

  test('makes a server ready, or leaves that to its first sign of life', () => {
    expect(startedServer(creating, running, at)).toMatchObject({
      state: 'ready',
      since: { ready: at },
      ip: '10.0.0.2',
    });
    expect(startedServer(creating, { ...running, ready: false }, at)).toMatchObject({ state: 'creating' });
  });

  test('says why it failed, and changes nothing of a server that drains already', () => {
    const failed = { kind: 'failed', failure: 'capacity', message: 'No room.' } as const;
    expect(startedServer(creating, failed, at)).toMatchObject({
      state: 'failed',
      failure: 'capacity',
      message: 'No room.',
    });
    expect(startedServer(aServer({ state: 'draining' }), failed, at)).toBeUndefined();
  });
});

test('a group without a row gets one of no known version, ready if it is up', () => {
  const stray = {
    name: 'arena-7',
    number: 7,
    region: 'westeurope',
    provisioningState: 'Succeeded',
    ip: '10.0.0.7',
  };
  const adopted = adoptedServer(fleet, stray, at);
  expect(adopted).toMatchObject({
    name: 'arena-7',
    number: 7,
    state: 'ready',
    ip: '10.0.0.7',
    runningAt: at,
  });
  expect(adopted.version).not.toBe(fleet.version);
  expect(adoptedServer(fleet, { ...stray, provisioningState: 'Pending' }, at)).toMatchObject({
    state: 'creating',
  });
});

test('each server has a name of its own in the DNS, however long the label of its fleet is', () => {
  const label = 'a'.repeat(63);
  const group = { ...fleet.spec.group, dnsName: label };
  const { spec } = startRequest(
    { ...fleet, spec: { ...fleet.spec, group } },
    aServer({ number: 12 }),
    'test',
  );
  expect(spec.dnsName).toBe(`${'a'.repeat(60)}-12`);
});
