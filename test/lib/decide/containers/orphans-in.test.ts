import { describe, expect, test } from 'vitest';
import type { Owner, TaggedContainerGroup } from '../../../../contract/containers.ts';
import type { RunState } from '../../../../contract/runs.ts';
import { orphansIn, runsToAsk } from '../../../../lib/decide/containers/orphans-in.ts';

const now = '2026-01-01T12:00:00.000Z';
const before = '2026-01-01T11:59:59.000Z';
const after = '2026-01-01T12:00:01.000Z';

const rows: Array<{
  title: string;
  group?: Partial<TaggedContainerGroup>;
  owner?: Partial<Owner>;
  removal?: RunState;
  state?: RunState;
  orphan: boolean;
}> = [
  { title: 'a group whose run is active belongs to it', group: {}, state: 'active', orphan: false },
  { title: 'a group whose run has ended is an orphan', group: {}, state: 'ended', orphan: true },
  {
    title: 'a group whose run the hub does not know is an orphan',
    group: {},
    state: 'unknown',
    orphan: true,
  },
  { title: 'a group whose run nobody asked about is an orphan', group: {}, orphan: true },
  { title: 'a group of another hub is none of ours', owner: { hub: 'other' }, state: 'ended', orphan: false },
  {
    title: 'a group of a fleet belongs to it, whatever a run of that name says',
    owner: { kind: 'fleet' },
    state: 'ended',
    orphan: false,
  },
  {
    title: 'a group of a person is left alone',
    owner: { kind: 'person' },
    state: 'unknown',
    orphan: false,
  },
  {
    title: 'a group of a fleet whose deadline is over is an orphan',
    owner: { kind: 'fleet' },
    group: { deadline: before },
    orphan: true,
  },
  {
    title: 'a group whose removal is under way is left to it',
    group: { deadline: before },
    state: 'ended',
    removal: 'active',
    orphan: false,
  },
  {
    title: 'a group whose removal has given up is an orphan again',
    state: 'ended',
    removal: 'ended',
    orphan: true,
  },
  {
    title: 'a group whose deadline is over is an orphan, whatever its run says',
    group: { deadline: before },
    state: 'active',
    orphan: true,
  },
  {
    title: 'a group in the moment of its deadline is an orphan',
    group: { deadline: now },
    state: 'active',
    orphan: true,
  },
  {
    title: 'a group before its deadline belongs to its run',
    group: { deadline: after },
    state: 'active',
    orphan: false,
  },
  {
    title: 'a group before its deadline is an orphan when its run has ended',
    group: { deadline: after },
    state: 'ended',
    orphan: true,
  },
  {
    title: 'a deadline that cannot be read decides nothing',
    group: { deadline: 'soon' },
    state: 'active',
    orphan: false,
  },
  {
    title: 'a group that is kept is left alone after its run',
    group: { keepUntil: after },
    state: 'ended',
    orphan: false,
  },
  {
    title: 'a group that is kept is left alone after its deadline',
    group: { keepUntil: after, deadline: before },
    state: 'ended',
    orphan: false,
  },
  {
    title: 'a group that was kept long enough is an orphan',
    group: { keepUntil: before },
    state: 'ended',
    orphan: true,
  },
  {
    title: 'a keep time that cannot be read keeps nothing',
    group: { keepUntil: 'long' },
    state: 'ended',
    orphan: true,
  },
  {
    title: 'a kept group of another hub is none of ours either',
    owner: { hub: 'other' },
    group: { keepUntil: before },
    state: 'ended',
    orphan: false,
  },
];

function aGroup(
  owner: Partial<Owner> = {},
  overrides: Partial<TaggedContainerGroup> = {},
): TaggedContainerGroup {
  return {
    name: 'group',
    provisioningState: 'Succeeded',
    region: 'westeurope',
    owner: { kind: 'run', id: 'run', hub: 'slipway', ...owner },
    attempt: 1,
    cores: 1,
    containers: ['main'],
    ...overrides,
  };
}

describe('orphans', () => {
  for (const { title, group, owner, state, removal, orphan } of rows) {
    test(title, () => {
      const groups = [aGroup(owner, group)];
      const states: Record<string, RunState> = {
        ...(state ? { run: state } : {}),
        ...(removal ? { 'remove-group': removal } : {}),
      };
      expect(orphansIn({ groups, hub: 'slipway', states, nowMs: Date.parse(now) })).toEqual(
        orphan ? groups : [],
      );
    });
  }

  test('are told one by one', () => {
    const groups = ['ended', 'active', 'unknown'].map((id) => aGroup({ id }, { name: `group-${id}` }));
    const states = { ended: 'ended', active: 'active' } as const;
    const names = orphansIn({ groups, hub: 'slipway', states, nowMs: 0 }).map(({ name }) => name);
    expect(names).toEqual(['group-ended', 'group-unknown']);
  });

  test('are found out by asking the owners and removals of this hub, each once', () => {
    const groups = [
      aGroup(),
      aGroup({}, { name: 'second' }),
      aGroup({ kind: 'fleet', id: 'arena' }, { name: 'server' }),
      aGroup({ hub: 'other', id: 'theirs' }, { name: 'other' }),
    ];
    expect(runsToAsk(groups, 'slipway').sort()).toEqual([
      'remove-group',
      'remove-second',
      'remove-server',
      'run',
    ]);
  });
});
