import { describe, expect, test } from 'vitest';
import type { ContainerGroupState, ContainerState } from '../../../../contract/containers.ts';
import type { Server } from '../../../../contract/fleets.ts';
import { closeGlimpse } from '../../../../lib/decide/fleets/group-glimpse.ts';
import { groupsToRead } from '../../../../lib/decide/fleets/groups-to-read.ts';
import { newServer } from '../../../../lib/decide/fleets/new-server.ts';
import { startVerdict } from '../../../../lib/decide/fleets/start-verdict.ts';
import { aFleet } from '../../../support/a-fleet.ts';

const fleet = aFleet('arena');
const { group } = fleet.spec;

function aState(container: Partial<ContainerState> = {}, more: object = {}): ContainerGroupState {
  const main = { name: 'main', state: 'running', restartCount: 0, events: [], ...container } as const;
  return {
    ...{ kind: 'present', provisioningState: 'Succeeded', groupState: 'Running' },
    ...{ containers: [main], initContainers: [], events: [], ip: '10.0.0.1' },
    ...more,
  } as ContainerGroupState;
}

describe('how far a server has come', () => {
  const pending = { provisioningState: 'Pending', groupState: 'Pending' };
  test.each<{
    title: string;
    state: ContainerGroupState;
    expired?: boolean;
    kind?: string;
    failure?: string;
  }>([
    { title: 'runs once its containers do, with its address', state: aState(), kind: 'running' },
    { title: 'waits for its address', state: aState({}, { ip: undefined }), kind: 'waiting' },
    { title: 'waits for its containers', state: aState({ state: 'waiting' }, pending), kind: 'waiting' },
    {
      title: 'has failed without an address in time',
      ...{ state: aState({}, { ip: undefined }), expired: true, failure: 'stuckProvisioning' },
    },
    {
      title: 'has failed when it does not start in time',
      ...{ state: aState({ state: 'waiting' }, pending), expired: true, failure: 'stuckProvisioning' },
    },
    {
      title: 'has failed when it ends again and again',
      ...{ state: aState({ state: 'waiting', restartCount: 3, exitCode: 1 }), failure: 'failed' },
    },
    { title: 'has failed when somebody deletes it', state: { kind: 'absent' } as const, failure: 'vanished' },
  ])('it $title', ({ state, expired = false, kind = 'failed', failure }) => {
    expect(startVerdict(group, state, { expired })).toMatchObject({ kind, ...(failure ? { failure } : {}) });
  });
});

test('a group that was looked at says why its containers run no more', () => {
  const ended = aState({ state: 'terminated', exitCode: 3 }, { groupState: 'Failed' });
  expect(closeGlimpse(aState(), group)).toEqual({ provisioningState: 'Succeeded', ip: '10.0.0.1' });
  expect(closeGlimpse(ended, { ...group, restartPolicy: 'Never' })?.ended).toContain('3');
  expect(closeGlimpse(ended, undefined)).not.toHaveProperty('ended');
  expect(closeGlimpse({ kind: 'absent' }, group)).toBeUndefined();
});

describe('the groups that are read one by one', () => {
  const many = (count: number, overrides: Partial<Server> = {}): Server[] =>
    Array.from({ length: count }, (_, n) => ({
      ...newServer(fleet, { number: n + 1, region: 'westeurope' }, 'test', '2026-01-01T00:00:00.000Z'),
      ...{ state: 'ready' as const, runningAt: '2026-01-01T00:00:00.000Z' },
      ...overrides,
    }));
  const all = { has: () => true };
  const none = { has: () => false };

  test('are those that are missing from the list, a bounded number of them', () => {
    const { missing, unread, close } = groupsToRead(many(30), none, { fleet, nowMs: 0 });
    expect([missing.length, unread.length, close.length]).toEqual([20, 10, 0]);
    for (const state of ['creating', 'failed', 'gone'] as const) {
      const [server] = many(1, { state });
      const { runningAt: _none, ...rest } = server as Server;
      expect(groupsToRead([rest], none, { fleet, nowMs: 0 }).missing).toEqual([]);
    }
  });

  test('are all of them in turn where their containers are all that shows how they are', () => {
    const seen = new Set<string>();
    for (let turn = 0; turn < 4; turn++) {
      const { close } = groupsToRead(many(18), all, { fleet, nowMs: turn * fleet.spec.lookSeconds * 1_000 });
      expect(close).toHaveLength(5);
      for (const name of close) seen.add(name);
    }
    expect(seen.size).toBe(18);
  });

  test('are only the ill ones where servers tell of themselves', () => {
    const telling = aFleet('arena', { health: { kind: 'heartbeat' } });
    const [ill, ...well] = many(3);
    const servers = [{ ...(ill as Server), state: 'unhealthy' as const }, ...well];
    expect(groupsToRead(servers, all, { fleet: telling, nowMs: 0 }).close).toEqual([ill?.name]);
  });
});
