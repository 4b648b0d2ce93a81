import type { TaskSpec } from '../app/script-steps.ts';
import { area } from '../scenario.ts';
import { scripted, scriptedStays, scriptedWithEvents, scriptedWithHistory } from './scripted.ts';

const echo = (input: unknown): TaskSpec => ({ activity: 'Echo', input });
const slow = (value: unknown, ms = 1200): TaskSpec => ({ activity: 'Slow', input: { ms, value } });
const fail: TaskSpec = { activity: 'Fail', input: 'x' };
const failLater = (ms: number): TaskSpec => ({ activity: 'FailLater', input: ms });
const never: TaskSpec = { event: 'Never' };

/** Combinations of `Task.all` and `Task.any`, with failures and with results that come late. */
export const groups = area('groups', {
  anyFailingWins: ['a race that a failure wins', scripted({ any: [fail, never] }, echo('after'))],
  anyFailsLate: [
    'a race whose loser fails later',
    scripted({ any: [echo(1), failLater(900)] }, slow('after', 1500)),
  ],
  anyOfOne: ['a race of one', scripted({ any: [echo(1)] }, { any: [fail] })],
  allOfOne: ['a group of one', scripted({ all: [echo(1)] }, { all: [fail] })],
  sameTwice: [
    'one task twice in a group',
    scripted({ make: 'x', task: echo(1) }, { all: [{ made: 'x' }, { made: 'x' }] }, { made: 'x' }),
  ],
  sameTwiceInAny: [
    'one task twice in a race',
    scripted({ make: 'x', task: echo(1) }, { any: [{ made: 'x' }, { made: 'x' }] }, { look: 'x' }),
  ],
  openInTwoRaces: [
    'an activity that lost a race runs once more in the next',
    scriptedWithHistory(
      { make: 'x', task: slow('x', 3000) },
      { any: [{ made: 'x' }, echo(1)] },
      { any: [{ made: 'x' }, echo(2)] },
    ),
  ],
  asTheyCome: [
    'what has come of a group is left out of the next race',
    scripted(
      { make: 'a', task: slow('a', 300) },
      { make: 'b', task: slow('b', 1500) },
      { any: [{ made: 'a' }, { made: 'b' }] },
      { any: [{ made: 'b' }] },
      echo('after'),
    ),
  ],
  childInTwoRaces: [
    'a child that lost a race starts once more in the next',
    scripted(
      { make: 'x', task: { child: 'Script', input: [slow('x', 3000)] } },
      { any: [{ made: 'x' }, echo(1)] },
      { any: [{ made: 'x' }, echo(2)] },
    ),
  ],
  lateResult: [
    'the loser of a race is awaited afterwards',
    scripted(
      { make: 'x', task: slow('late') },
      { any: [{ made: 'x' }, echo(1)] },
      { made: 'x' },
      { look: 'x' },
    ),
  ],
  lateFailure: [
    'the loser of a race fails when it is awaited',
    scripted(
      { make: 'x', task: failLater(1200) },
      { any: [{ made: 'x' }, echo(1)] },
      { made: 'x' },
      { made: 'x' },
    ),
  ],
  lateAfterFailure: [
    'the slow member of a failed group is awaited afterwards',
    scripted({ make: 'x', task: slow('late') }, { all: [fail, { made: 'x' }] }, { look: 'x' }, { made: 'x' }),
  ],
  failedTwice: [
    'a failed task is awaited twice',
    scripted({ make: 'x', task: fail }, { made: 'x' }, { made: 'x' }, { look: 'x' }),
  ],
  endedInAny: [
    'a task that has ended in a race',
    scriptedStays({ make: 'x', task: echo(1) }, { made: 'x' }, { any: [never, { made: 'x' }] }),
  ],
  endedInAll: [
    'a task that has ended in a group',
    scripted({ make: 'x', task: echo(1) }, { made: 'x' }, { all: [echo(2), { made: 'x' }] }),
  ],
  failedInAll: [
    'a task that has failed in a group',
    scriptedStays(
      { make: 'x', task: fail },
      { made: 'x' },
      { all: [slow(2, 900), { made: 'x' }] },
      echo('after'),
    ),
  ],
  failedInAny: [
    'a task that has failed in a race',
    scriptedStays({ make: 'x', task: fail }, { made: 'x' }, { any: [never, { made: 'x' }] }, echo('after')),
  ],
  allAfterAny: [
    'a group of the runners of a race',
    scripted(
      { make: 'x', task: echo(1) },
      { make: 'y', task: slow(2) },
      { any: [{ made: 'x' }, { made: 'y' }] },
      { all: [{ made: 'x' }, { made: 'y' }] },
    ),
  ],
  anyAfterAny: [
    'a second race of the loser and a newcomer',
    scripted(
      { make: 'y', task: slow(2) },
      { any: [echo(1), { made: 'y' }] },
      { any: [{ made: 'y' }, slow(3, 4000)] },
    ),
  ],
  anyFailsInAll: [
    'a race within a group is lost to a failure',
    scripted({ all: [{ any: [fail, never] }, echo(1)] }, echo('after')),
  ],
  allFailsInAny: [
    'a group within a race fails',
    scripted({ any: [{ all: [fail, echo(1)] }, never] }, echo('after')),
  ],
  allFailsInAll: [
    'a group within a group fails',
    scripted({ all: [{ all: [fail, echo(1)] }, echo(2)] }, echo('after')),
  ],
  anyInAny: ['a race within a race', scripted({ any: [{ any: [never, echo(1)] }, { event: 'Ever' }] })],
  three: [
    'three levels',
    scripted({ all: [{ any: [{ all: [echo(1), echo(2)] }, never] }, { all: [{ any: [echo(3), never] }] }] }),
  ],
  emptyInAll: ['an empty group within a group', scripted({ all: [{ all: [] }, echo(1)] }, echo('after'))],
  emptyInAny: ['an empty group within a race', scripted({ any: [{ all: [] }, never] }, echo('after'))],
  emptyRace: ['an empty race within a group', scriptedStays({ all: [{ any: [] }, echo(1)] }, echo('after'))],
  twoFailures: [
    'the first of two failures is the one that is thrown',
    scripted({ all: [failLater(1500), fail] }, echo('after')),
  ],
  uncaughtGroup: ['a failed group fails the instance', scripted({ uncaught: { all: [fail, echo(1)] } })],
  uncaughtInner: [
    'a failed inner group fails the instance',
    scripted({ uncaught: { all: [{ all: [fail] }, echo(1)] } }),
  ],
  childFails: [
    'a failing child in a group',
    scripted({ all: [{ child: 'BadAtOnce', input: 1 }, echo(1)] }, echo('after')),
  ],
  childInAny: [
    'a child that loses a race is waited for at the end',
    scripted({ any: [{ child: 'Script', input: [slow(1, 900)] }, echo(1)] }),
  ],
  childrenInAny: [
    'the first of two children',
    scripted({
      any: [
        { child: 'Script', input: [slow(1, 2500)] },
        { child: 'EchoInput', input: 2 },
      ],
    }),
  ],
  entityFails: [
    'a failing entity in a group',
    scripted(
      { all: [{ entity: '{id}', operation: 'do', input: [{ throws: 'x' }] }, echo(1)] },
      echo('after'),
    ),
  ],
  entityInAny: [
    'an entity and a wait in a race',
    scripted({ any: [never, { entity: '{id}', operation: 'do', input: [{ returns: 1 }] }] }, echo('after')),
  ],
  retryInAll: [
    'a call with retries that succeeds in a group',
    scripted(
      {
        all: [
          { activity: 'Flaky', input: { key: '{id}', failures: 1 }, retry: { first: 100, max: 3 } },
          echo(1),
        ],
      },
      echo('after'),
    ),
  ],
  retryFailsInAll: [
    'a call with retries that fails in a group',
    scripted(
      { all: [{ activity: 'Fail', input: 1, retry: { first: 100, max: 2 } }, echo(1)] },
      echo('after'),
    ),
  ],
  retryInAny: [
    'a call with retries wins a race',
    scripted(
      {
        any: [
          { activity: 'Flaky', input: { key: '{id}', failures: 1 }, retry: { first: 100, max: 3 } },
          never,
        ],
      },
      echo('after'),
    ),
  ],
  retryFailsInAny: [
    'a call with retries fails in a race',
    scripted({ any: [{ activity: 'Fail', input: 1, retry: { first: 100, max: 2 } }, never] }, echo('after')),
  ],
  retryLosesAny: [
    'a call with retries loses a race and goes on',
    scripted(
      {
        any: [
          { activity: 'Flaky', input: { key: '{id}', failures: 1 }, retry: { first: 1500, max: 3 } },
          echo(1),
        ],
      },
      slow('after', 2500),
      echo('at last'),
    ),
  ],
  httpInAll: [
    'a call over HTTP in a group',
    scripted({ all: [{ http: { method: 'GET', url: 'http://127.0.0.1:9/' } }, echo(1)] }, echo('after')),
  ],
  sameEventInAll: [
    'two waits for one name in a group',
    scriptedWithEvents(
      [
        ['E', 1],
        ['E', 2],
      ],
      { all: [{ event: 'E' }, { event: 'E' }] },
    ),
  ],
  sameEventInAny: [
    'two waits for one name in a race, and a third afterwards',
    scriptedWithEvents(
      [
        ['E', 1],
        ['E', 2],
      ],
      { any: [{ event: 'E' }, { event: 'E' }] },
      { event: 'E' },
    ),
  ],
  sameEventInAnyThenMore: [
    'waits left over from races take later events',
    scriptedWithEvents(
      [
        ['E', 1],
        ['E', 2],
        ['E', 3],
      ],
      { any: [{ event: 'E' }, { event: 'E' }] },
      { event: 'E' },
      { event: 'E' },
    ),
  ],
  eventsInTurn: [
    'an event wait left open by a race takes the event of a later wait',
    scriptedWithEvents(
      [
        ['B', 'b'],
        ['A', 1],
      ],
      { any: [{ event: 'A' }, { event: 'B' }] },
      { event: 'A' },
    ),
  ],
  madeEventTwice: [
    'one wait in two races',
    scriptedWithEvents(
      [
        ['B', 1],
        ['A', 2],
      ],
      { make: 'a', task: { event: 'A' } },
      { any: [{ made: 'a' }, { event: 'B' }] },
      { any: [{ made: 'a' }, { event: 'B' }] },
      { look: 'a' },
    ),
  ],
  anyOfAllEvents: [
    'the first of two groups of events',
    scriptedWithEvents(
      [
        ['A', 1],
        ['C', 2],
        ['B', 3],
      ],
      { any: [{ all: [{ event: 'A' }, { event: 'B' }] }, { all: [{ event: 'C' }, { event: 'D' }] }] },
    ),
  ],
  allOfAnyEvents: [
    'two races of events in a group',
    scriptedWithEvents(
      [
        ['A', 1],
        ['B', 2],
        ['C', 3],
      ],
      { all: [{ any: [{ event: 'A' }, { event: 'B' }] }, { any: [{ event: 'C' }, { event: 'D' }] }] },
    ),
  ],
  history: [
    'the history of a race whose loser is a timer',
    scriptedWithHistory(
      { make: 't', task: { timer: 60_000 } },
      { any: [{ made: 't' }, echo(1)] },
      { cancel: 't' },
      { look: 't' },
    ),
  ],
});
