import type { RetrySpec, Step, TaskSpec } from '../app/script-steps.ts';
import { area, type Play } from '../scenario.ts';
import { scripted, scriptedStays, scriptedWithHistory } from './scripted.ts';

/** Notes how many whole seconds after a failure each timer of the history was due. */
export function waits(...steps: Step[]): Play {
  return async (call) => {
    await call.start('Script', steps);
    const { runtimeStatus, output, historyEvents = [] } = await call.end();
    const seconds: number[] = [];
    let failedMs = 0;
    for (const { EventType, Timestamp, FireAt } of historyEvents) {
      if (EventType === 'TaskFailed') failedMs = Date.parse(String(Timestamp));
      if (EventType === 'TimerCreated')
        seconds.push(Math.floor((Date.parse(String(FireAt)) - failedMs) / 1000));
    }
    call.see('seconds', seconds);
    call.see('outcome', { runtimeStatus, output });
  };
}

const failing = (retry: RetrySpec): TaskSpec => ({ activity: 'Fail', input: 1, retry });
const flaky = (failures: number, retry: RetrySpec): TaskSpec => ({
  activity: 'Flaky',
  input: { key: '{id}', failures },
  retry,
});
/** A child whose script fails until it was tried so often. */
const flakyChild = (failures: number): Step[] => [
  { uncaught: { activity: 'Flaky', input: { key: '{id}', failures } } },
];

/** How long retries wait, and what else can be retried. */
export const backoffs = area('backoffs', {
  equal: ['without a coefficient all waits are equal', waits(failing({ first: 1000, max: 3 }))],
  doubled: ['a coefficient of two', waits(failing({ first: 1000, max: 3, coefficient: 2 }))],
  capped: ['a coefficient and a cap', waits(failing({ first: 1000, max: 3, coefficient: 3, cap: 2000 }))],
  capBelowFirst: ['a cap below the first wait', waits(failing({ first: 5000, max: 3, cap: 1000 }))],
  fraction: ['a coefficient below one', waits(failing({ first: 2000, max: 3, coefficient: 0.5 }))],
  zero: ['a coefficient of zero', scriptedStays(failing({ first: 100, max: 3, coefficient: 0 }))],
  long: ['a wait that a cap makes short', waits(failing({ first: 86_400_000, max: 2, cap: 1000 }))],
  timeoutLong: [
    'a retry timeout that is never reached',
    waits(failing({ first: 1000, max: 2, timeout: 60_000 })),
  ],
  noFirst: ['a first wait of nothing', scripted(failing({ first: 0, max: 2 }))],
  negativeFirst: ['a first wait below nothing', scripted(failing({ first: -1, max: 2 }))],
  noAttempts: [
    'no attempt at all',
    scriptedStays(failing({ first: 100, max: 0 }), { activity: 'Echo', input: 1 }),
  ],
  negativeCap: [
    'a cap below nothing',
    scripted(failing({ first: 100, max: 2, cap: -1 }), { activity: 'Echo', input: 1 }),
  ],
  zeroCap: [
    'a cap of nothing',
    scriptedStays(failing({ first: 100, max: 2, cap: 0 }), { activity: 'Echo', input: 1 }),
  ],
  zeroTimeout: ['a retry timeout of nothing', scriptedStays(failing({ first: 100, max: 3, timeout: 0 }))],
  fractionOfAttempts: ['an attempt and a half', scriptedStays(failing({ first: 100, max: 1.5 }))],
  fractionOfMs: [
    'a wait of a fraction',
    scripted(failing({ first: 0.5, max: 2 }), { activity: 'Echo', input: 1 }),
  ],
  history: [
    'the history of a retry',
    scriptedWithHistory(flaky(1, { first: 100, max: 3 }), { activity: 'Echo', input: 1 }),
  ],
  twice: [
    'two calls with retries after one another',
    scripted(flaky(1, { first: 100, max: 3 }), failing({ first: 100, max: 2 }), {
      activity: 'Tries',
      input: '{id}',
    }),
  ],
  child: [
    'a child with a retry of its own is retried',
    scripted(
      {
        child: 'Script',
        input: [
          {
            uncaught: {
              activity: 'Flaky',
              input: { key: '{id}', failures: 3 },
              retry: { first: 100, max: 2 },
            },
          },
        ],
        retry: { first: 100, max: 3 },
      },
      { activity: 'Tries', input: '{id}' },
    ),
  ],
  childHistory: [
    'the history of a retried child',
    scriptedWithHistory({
      child: 'Script',
      id: '{id}-c',
      input: flakyChild(1),
      retry: { first: 100, max: 3 },
    }),
  ],
  childOfChild: [
    "a child's child is retried",
    scripted(
      {
        child: 'Script',
        input: [{ uncaught: { child: 'Script', input: flakyChild(2), retry: { first: 100, max: 2 } } }],
        retry: { first: 100, max: 2 },
      },
      { activity: 'Tries', input: '{id}' },
    ),
  ],
  childExhausted: [
    'a child that fails to the end',
    scripted({ child: 'BadAtOnce', retry: { first: 100, max: 2 } }, { activity: 'Echo', input: 1 }),
  ],
  childUncaught: [
    'a child that fails to the end fails its parent',
    scripted({ uncaught: { child: 'BadAtOnce', retry: { first: 100, max: 2 } } }),
  ],
  childThrowsText: [
    'a child that throws a text is retried',
    scripted({ child: 'ThrowText', retry: { first: 100, max: 2 } }),
  ],
  childDetailed: [
    'a retried child with failure details',
    scripted({ child: 'Uncaught', input: 'Detailed', retry: { first: 100, max: 2 } }),
  ],
  childWaits: [
    'a child that fails after an event waits for one again at its second try',
    async (call) => {
      const child = call.id('c');
      await call.start('Script', [
        {
          child: 'Script',
          id: child,
          input: [{ event: 'E' }, ...flakyChild(1)],
          retry: { first: 1000, max: 2 },
        },
      ]);
      await call.has('ExecutionStarted', 1, child);
      await call.raise('E', 1, child);
      await call.until((status) => status.runtimeStatus === 'Failed', child);
      call.see('event after the failure', (await call.raise('E', 2, child)).status);
      await call.until((status) => status.runtimeStatus === 'Running', child);
      await call.raise('E', 3, child);
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  childTerminated: [
    'a child that is terminated while it could be retried',
    async (call) => {
      await call.start('Script', [
        { child: 'WaitEvent', id: call.id('c'), retry: { first: 100, max: 1 } },
        { activity: 'Echo', input: 1 },
      ]);
      await call.has('ExecutionStarted', 1, call.id('c'));
      await call.post(`instances/${call.id('c')}/terminate?reason=stop`);
      call.see('parent', await call.still());
      await call.post(`instances/${call.id()}/terminate?reason=end`);
    },
  ],
  suspended: [
    'a retry that is due while suspended',
    async (call) => {
      await call.start('Script', [flaky(1, { first: 3000, max: 3 })]);
      await call.has('TimerCreated');
      await call.post(`instances/${call.id()}/suspend`);
      await call.until((status) => status.runtimeStatus === 'Suspended');
      await call.pause(3500);
      await call.post(`instances/${call.id()}/resume`);
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  winsOverTimer: [
    'a retried activity that wins a race, whose timer is cancelled',
    scriptedWithHistory(
      { make: 't', task: { timer: 60_000 } },
      { any: [flaky(1, { first: 100, max: 3 }), { made: 't' }] },
      { cancel: 't' },
      { activity: 'Echo', input: 1 },
    ),
  ],
  winsOverTimerFirst: [
    'a retried activity that wins a race, behind the timer, which is cancelled',
    scriptedWithHistory(
      { make: 't', task: { timer: 60_000 } },
      { any: [{ made: 't' }, flaky(2, { first: 100, max: 3 })] },
      { cancel: 't' },
      { activity: 'Echo', input: 1 },
    ),
  ],
  afterRace: [
    'an activity that such a failed instance asked for is run all the same',
    async (call) => {
      const ghost = `${call.id()}-ghost`;
      await call.start('Script', [
        { make: 't', task: { timer: 60_000 } },
        { any: [flaky(1, { first: 100, max: 3 }), { made: 't' }] },
        { cancel: 't' },
        { activity: 'Flaky', input: { key: ghost, failures: 0 } },
      ]);
      call.see('outcome', (await call.end()).runtimeStatus);
      await call.rest();
      await call.start('Script', [{ activity: 'Tries', input: ghost }], call.id('then'));
      call.see('tries', (await call.end(call.id('then'))).output);
    },
  ],
  childWinsOverTimer: [
    'a retried child that wins a race, whose timer is cancelled',
    scriptedWithHistory(
      { make: 't', task: { timer: 60_000 } },
      {
        any: [
          {
            child: 'Script',
            input: [{ uncaught: { activity: 'Flaky', input: { key: '{id}', failures: 1 } } }],
            retry: { first: 100, max: 3 },
          },
          { made: 't' },
        ],
      },
      { cancel: 't' },
      { activity: 'Echo', input: 1 },
    ),
  ],
});
