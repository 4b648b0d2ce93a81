import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LaneRow, PublishEnd, Want } from '../../../../contract/lanes.ts';
import {
  alreadyWanted,
  cleaned,
  cleaningFrom,
  makingRoom,
  notPublished,
  postponed,
  recorded,
  settled,
  started,
  wanted,
  withdrawn,
} from '../../../../lib/decide/lanes/lane-row.ts';
import { aWant } from '../../../support/builders.ts';

const now = '2026-01-01T00:00:00.000Z';
const empty: LaneRow = { dropped: [] };
const start = (row: LaneRow): LaneRow =>
  row.want
    ? started(
        row,
        { want: row.want, sha: row.want.pushed ?? 'head', startedAt: now, overdueAt: now },
        row.want.ref.kind === 'branchHead',
      )
    : row;
const ids = (row: LaneRow) => row.dropped.map(({ want, status }) => `${want.runId} ${status}`);

describe('the row of a lane', () => {
  test('keeps the newest want, and says of the older one by what it was superseded', () => {
    const row = wanted(wanted(empty, aWant('one', { pushed: 'a' })), aWant('two', { pushed: 'b' }));
    expect(row.want?.runId).toBe('two');
    expect(row.dropped).toEqual([
      {
        want: aWant('one', { pushed: 'a' }),
        status: 'superseded',
        message: 'Superseded by two',
        sha: 'a',
        bySha: 'b',
      },
    ]);
  });

  test('keeps a push that a person’s choice of a commit pushed aside, until that is live', () => {
    const chosen = aWant('person', { cause: 'manual', ref: { kind: 'sha', sha: 'old' } });
    const row = wanted(wanted(empty, aWant('push', { pushed: 'a' })), chosen);
    expect(row).toMatchObject({ want: chosen, fallback: { runId: 'push' }, head: { sha: 'a' }, dropped: [] });
    const building = start(row);
    expect(ids(settled(building, 'person', 'published'))).toEqual(['push superseded']);
    const failed = settled(building, 'person', 'failed');
    expect(failed.want).toMatchObject({ runId: 'push', ref: { kind: 'sha', sha: 'a' } });
    expect(withdrawn(row, 'person', 'no').want?.runId).toBe('push');
    expect(ids(withdrawn(row, 'push', 'no'))).toEqual(['push cancelled']);
  });

  test('takes a build up again that made room for one that then failed, as a run of its own', () => {
    const one = start(wanted(empty, aWant('one', { pushed: 'a' })));
    const two = settled(makingRoom(wanted(one, aWant('two', { pushed: 'b' })), 'two'), 'one', 'cancelled');
    expect(two).toMatchObject({ want: { runId: 'two' }, fallback: { runId: 'one-again-1' } });
    expect(settled(start(two), 'two', 'failed').want).toMatchObject({
      runId: 'one-again-1',
      ref: { kind: 'sha', sha: 'a' },
    });
    expect(settled(start(two), 'two', 'published')).toMatchObject({ published: { sha: 'b', runId: 'two' } });
    const person = settled(wanted(one, aWant('two')), 'one', 'cancelled');
    expect(person.fallback).toBeUndefined();
  });

  test('tries the head once more when its publish was given up, and no more than once', () => {
    const first = settled(start(wanted(empty, aWant('one', { pushed: 'a' }))), 'one', 'givenUp');
    expect(first.head).toEqual({ sha: 'a', runId: 'one', lost: true });
    expect(alreadyWanted(first, 'a')).toBeUndefined();
    const second = settled(start(wanted(first, aWant('two', { cause: 'backstop' }))), 'two', 'givenUp');
    expect(second.head?.lost).toBeUndefined();
  });

  test('tries a head once more that stepped back for an older commit, which somebody asked for later', () => {
    const live = { ...empty, published: { sha: 'a', runId: 'zero' } };
    const first = settled(start(wanted(live, aWant('one', { pushed: 'b' }))), 'one', 'superseded');
    expect(first.head).toEqual({ sha: 'b', runId: 'one', lost: true });

    const same = { ...empty, published: { sha: 'b', runId: 'zero' } };
    const second = settled(start(wanted(same, aWant('one', { pushed: 'b' }))), 'one', 'superseded');
    expect(second.head?.lost).toBeUndefined();
  });

  test('knows of which commit a run is already', () => {
    expect(alreadyWanted(empty, 'a')).toBeUndefined();
    const waiting = wanted(empty, aWant('one', { pushed: 'a' }));
    expect(alreadyWanted(waiting, 'a')).toBe('one');
    expect(alreadyWanted(waiting, 'b')).toBeUndefined();
    expect(alreadyWanted(start(waiting), 'a')).toBe('one');
    // What waits is newer than the head, so going back to that commit is news.
    expect(alreadyWanted(wanted(start(waiting), aWant('two', { pushed: 'b' })), 'a')).toBeUndefined();
  });

  test('waits longer each time that the provider does not answer, and forgets it when it does', () => {
    let row = wanted(empty, aWant('one'));
    const pauses: number[] = [];
    for (let n = 0; n < 8; n++) {
      row = postponed(row, 'away', now);
      pauses.push((Date.parse(row.problem?.retryAt ?? '') - Date.parse(now)) / 1_000);
    }
    expect(pauses).toEqual([10, 20, 40, 80, 160, 320, 600, 600]);
    expect(start(row).problem).toBeUndefined();
  });

  test('is cleaned only while nothing is wanted or under way', () => {
    const until = '2026-01-01T00:15:00.000Z';
    const cleaning = cleaningFrom(empty, until, now);
    expect(cleaning?.cleaning).toEqual({ until });
    expect(cleaningFrom(cleaning ?? empty, until, now)).toBeUndefined();
    expect(cleaningFrom(cleaning ?? empty, '2026-01-01T01:00:00.000Z', until)).toBeDefined();
    expect(cleaningFrom(wanted(empty, aWant()), until, now)).toBeUndefined();
    expect(cleaned(cleaning ?? empty)).toEqual(empty);
  });

  test('never loses a want, and never holds one twice, whatever happens in whatever order', () => {
    const command = fc.oneof(
      fc.record({
        do: fc.constant('want' as const),
        cause: fc.constantFrom('push' as const, 'manual' as const),
        fixed: fc.boolean(),
      }),
      fc.record({
        do: fc.constantFrom('start' as const, 'skip' as const, 'room' as const, 'record' as const),
      }),
      fc.record({ do: fc.constant('withdraw' as const), nth: fc.nat(8) }),
      fc.record({
        do: fc.constant('settle' as const),
        end: fc.constantFrom<PublishEnd>(
          'published',
          'failed',
          'cancelled',
          'terminated',
          'givenUp',
          'superseded',
        ),
      }),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        let row = empty;
        const asked: string[] = [];
        const over = new Set<string>();
        for (const each of commands) {
          const before = row;
          switch (each.do) {
            case 'want': {
              const sha = String(asked.length);
              const want: Want = aWant(`w${sha}`, {
                cause: each.cause,
                pushed: sha,
                ...(each.fixed ? { ref: { kind: 'sha', sha } } : {}),
              });
              asked.push(want.runId);
              row = wanted(row, want);
              expect(wanted(row, want)).toBe(row);
              break;
            }
            case 'start':
              if (!row.building) row = start(row);
              break;
            case 'skip':
              row = notPublished(row, row.want?.runId ?? '', { status: 'skipped', message: '' });
              break;
            case 'room':
              row = makingRoom(row, row.want?.runId ?? '');
              break;
            case 'record':
              for (const { want } of row.dropped) over.add(want.runId);
              row = recorded(
                row,
                row.dropped.map(({ want }) => want.runId),
              );
              break;
            case 'withdraw':
              row = withdrawn(row, `w${each.nth}`, 'no');
              break;
            case 'settle':
              if (row.building) over.add(row.building.want.runId);
              row = settled(row, row.building?.want.runId ?? '', each.end);
          }
          const held = [
            row.want,
            row.fallback,
            row.building?.want,
            ...row.dropped.map(({ want }) => want),
          ].flatMap((want) => (want ? [want.runId] : []));
          expect(new Set(held).size).toBe(held.length);
          for (const id of asked)
            expect(held.includes(id) || over.has(id), `${id} after ${each.do}`).toBe(true);
          // What failed brings back what it pushed aside: something is wanted wherever something was good before.
          if (!row.want && !row.building) expect(row.fallback, JSON.stringify(before)).toBeUndefined();
        }
      }),
      { numRuns: 500 },
    );
  });
});
