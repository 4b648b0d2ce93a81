import { describe, expect, test } from 'vitest';
import type { TaggedContainerGroup } from '../../../../contract/containers.ts';
import type { RunState } from '../../../../contract/runs.ts';
import { orphansIn } from '../../../../lib/decide/containers/orphans-in.ts';

const now = '2026-01-01T12:00:00.000Z';
const before = '2026-01-01T11:59:59.000Z';
const after = '2026-01-01T12:00:01.000Z';

const rows: Array<{
  title: string;
  group: Partial<TaggedContainerGroup>;
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
  { title: 'a group without a run is an orphan', group: { run: undefined }, state: 'active', orphan: true },
  { title: 'a group of another hub is none of ours', group: { hub: 'other' }, state: 'ended', orphan: false },
  {
    title: 'a group without a hub is none of ours',
    group: { hub: undefined },
    state: 'ended',
    orphan: false,
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
    group: { hub: 'other', keepUntil: before },
    state: 'ended',
    orphan: false,
  },
];

describe('orphans', () => {
  for (const { title, group, state, orphan } of rows) {
    test(title, () => {
      const groups = [{ name: 'group', run: 'run', hub: 'slipway', ...group }];
      const states: Record<string, RunState> = state ? { run: state } : {};
      expect(orphansIn({ groups, hub: 'slipway', states, nowMs: Date.parse(now) })).toEqual(
        orphan ? groups : [],
      );
    });
  }

  test('are told one by one', () => {
    const groups = ['ended', 'active', 'unknown'].map((run) => ({
      name: `group-${run}`,
      run,
      hub: 'slipway',
    }));
    const states = { ended: 'ended', active: 'active' } as const;
    const names = orphansIn({ groups, hub: 'slipway', states, nowMs: 0 }).map(({ name }) => name);
    expect(names).toEqual(['group-ended', 'group-unknown']);
  });
});
