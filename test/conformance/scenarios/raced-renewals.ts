import type { Step, TaskSpec } from '../app/script-steps.ts';
import { area, type Play } from '../scenario.ts';

type Raised = [event: string, value: unknown];

const echo: TaskSpec = { activity: 'Echo', input: 'between' };

/** A race of an event with a timer, which is cancelled: all steps that it takes. */
const race = (event: string): Step[] => [
  { make: 'timer', task: { timer: 60_000 } },
  { any: [{ event }, { made: 'timer' }] },
  { cancel: 'timer' },
];

/** The same steps in so many executions, of which all but the last continue as new. */
function executions(count: number, ...steps: Step[]): Step[] {
  return count === 1 ? steps : [...steps, { continues: executions(count - 1, ...steps) }];
}

/** Raises events one by one; then notes the end, and what the last execution has seen. */
const endsAfter =
  (events: Raised[], ...steps: Step[]): Play =>
  async (call) => {
    await call.start('Script', steps);
    await call.running();
    for (const [name, value] of events) {
      await call.raise(name, value);
      await call.rest();
    }
    const { runtimeStatus, output, historyEvents } = await call.end();
    call.see('outcome', { runtimeStatus, output, kinds: historyEvents?.map((row) => row.EventType) });
  };

/** The same for those that wait on then, until further events come. */
const waitsAfter =
  (events: Raised[], further: Raised[], ...steps: Step[]): Play =>
  async (call) => {
    await call.start('Script', steps);
    await call.running();
    for (const [name, value] of events) {
      await call.raise(name, value);
      await call.rest();
    }
    const { runtimeStatus, historyEvents, input } = await call.still();
    call.see('waits', { runtimeStatus, input, kinds: historyEvents?.map((row) => row.EventType) });
    for (const [name, value] of further) {
      await call.raise(name, value);
      await call.rest();
    }
    call.see('output', (await call.end()).output);
  };

/** Continuing as new right after a race that an event has won. */
export const racedRenewals = area('racedRenewals', {
  three: ['one event drives all three executions', endsAfter([['A', 1]], ...executions(3, ...race('A')))],
  fifty: [
    'one event drives fifty executions',
    async (call) => {
      await call.start('LoopRace', { n: 1, to: 50 });
      await call.running();
      await call.raise('E', 'once');
      const { runtimeStatus, input, output, customStatus } = await call.end();
      call.see('outcome', { runtimeStatus, input, output, customStatus });
    },
  ],
  timerFirst: [
    'whatever the order in the race',
    endsAfter(
      [['A', 1]],
      ...executions(
        3,
        { make: 'timer', task: { timer: 60_000 } },
        { any: [{ made: 'timer' }, { event: 'A' }] },
        { cancel: 'timer' },
      ),
    ),
  ],
  twoRaces: [
    'the events of two races drive on, too',
    endsAfter(
      [
        ['A', 1],
        ['B', 2],
      ],
      ...executions(3, ...race('A'), ...race('B')),
    ),
  ],
  unawaited: [
    'an event that nobody has awaited is kept with it',
    endsAfter(
      [
        ['B', 2],
        ['A', 1],
      ],
      ...race('A'),
      { continues: [{ event: 'B' }] },
    ),
  ],
  thenWait: [
    'the next execution gets it, where it only waits',
    endsAfter([['A', 1]], ...race('A'), { continues: [{ event: 'A' }] }),
  ],
  thenOther: [
    'the next execution loses it, where it waits for another event',
    endsAfter(
      [
        ['A', 1],
        ['B', 2],
      ],
      ...race('A'),
      { continues: [{ event: 'B' }] },
    ),
  ],
  status: [
    'a status that is set in between',
    endsAfter([['A', 1]], ...executions(3, { status: 'waits' }, ...race('A'), { status: 'woken' })),
  ],
  signal: [
    'a signal after the race does not keep it from that',
    endsAfter([['A', 1]], ...executions(3, ...race('A'), { signal: '{id}', operation: 'append', input: 1 })),
  ],
  inChild: [
    'in a child',
    async (call) => {
      await call.start('Script', [{ child: 'Script', id: '{id}-c', input: executions(3, ...race('A')) }]);
      await call.running(call.id('c'));
      await call.raise('A', 1, call.id('c'));
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  entity: [
    'the answer of an entity that has won such a race',
    endsAfter(
      [],
      { make: 'timer', task: { timer: 60_000 } },
      { any: [{ entity: '{id}', operation: 'get' }, { made: 'timer' }] },
      { cancel: 'timer' },
      { continues: [{ entity: '{id}', operation: 'get' }] },
    ),
  ],
  activityFirst: [
    'with an activity before the race one event drives two executions',
    waitsAfter([['A', 1]], [['A', 2]], ...executions(3, echo, ...race('A'))),
  ],
  activityAfter: [
    'an activity after the race ends the event with its execution',
    waitsAfter([['A', 1]], [['A', 2]], ...executions(2, ...race('A'), echo)),
  ],
  timerAfter: [
    'a timer after the race does, too',
    waitsAfter([['A', 1]], [['A', 2]], ...executions(2, ...race('A'), { timer: 100 })),
  ],
  waitAfter: [
    'a wait for another event does, too',
    waitsAfter(
      [
        ['A', 1],
        ['B', 2],
      ],
      [
        ['A', 3],
        ['B', 4],
      ],
      ...executions(2, ...race('A'), { event: 'B' }),
    ),
  ],
  noRace: ['without a race', waitsAfter([['A', 1]], [['A', 2]], ...executions(2, { event: 'A' }))],
  noTimer: [
    'with a race without a timer',
    waitsAfter([['A', 1]], [['B', 2]], ...executions(2, { any: [{ event: 'A' }, { event: 'B' }] })),
  ],
});
