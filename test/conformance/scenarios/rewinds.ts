import type { Step, TaskSpec } from '../app/script-steps.ts';
import type { Caller } from '../caller.ts';
import { area, type Play } from '../scenario.ts';

const echo = (input: unknown): TaskSpec => ({ activity: 'Echo', input });
const flaky = (key: string, failures = 1): TaskSpec => ({ activity: 'Flaky', input: { key, failures } });

async function rewind(call: Caller, name: string, id = call.id(), showsKinds = true): Promise<void> {
  await call.until((status) => status.runtimeStatus === 'Failed', id);
  call.see(`${name}: answer`, await call.post(`instances/${encodeURIComponent(id)}/rewind?reason=${name}`));
  await call.rest();
  const { runtimeStatus, output, historyEvents } = await call.still(id);
  const kinds = historyEvents?.map((row) => row.EventType);
  call.see(name, { runtimeStatus, output, ...(showsKinds && { kinds }) });
}

/** Starts a script and rewinds it so often. */
const rewound =
  (times: number, ...steps: Step[]): Play =>
  async (call) => {
    await call.start('Script', steps);
    for (let time = 1; time <= times; time++) await rewind(call, `time ${time}`);
  };

/** What a rewind does to trees, groups, retries and failures of the code itself. */
export const rewinds = area('rewinds', {
  ownError: ['an error of the code itself', rewound(1, echo(1), { throws: 'own' })],
  atOnce: ['an error before any call', rewound(1, { throws: 'own' })],
  twoActivities: [
    'two failed activities of a group',
    rewound(1, { uncaught: { all: [flaky('{id}-a'), flaky('{id}-b')] } }),
  ],
  caughtToo: ['a failure that was caught before', rewound(1, flaky('{id}-a'), { uncaught: flaky('{id}-b') })],
  twice: [
    'a second failure at another place',
    rewound(2, { uncaught: flaky('{id}-a') }, { uncaught: flaky('{id}-b') }),
  ],
  thrice: ['an activity that fails three times', rewound(3, { uncaught: flaky('{id}', 3) })],
  timers: ['a timer before the failure', rewound(1, { timer: 50 }, { uncaught: flaky('{id}') }, echo(1))],
  event: [
    'an event before the failure is kept',
    async (call) => {
      await call.start('Script', [{ event: 'E' }, { uncaught: flaky('{id}') }, echo(1)]);
      await call.running();
      await call.raise('E', 'kept');
      await rewind(call, 'rewound');
    },
  ],
  eventAfter: [
    'an event is awaited after the rewind',
    async (call) => {
      await call.start('Script', [{ uncaught: flaky('{id}') }, { event: 'E' }]);
      await rewind(call, 'rewound');
      call.see('event', (await call.raise('E', 1)).status);
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  entity: [
    'an entity before the failure',
    rewound(
      1,
      { entity: '{id}', operation: 'append', input: 1 },
      { uncaught: flaky('{id}') },
      { entity: '{id}', operation: 'get' },
    ),
  ],
  entityFails: [
    'an entity that failed',
    rewound(1, { uncaught: { entity: '{id}', operation: 'do', input: [{ throws: 'x' }] } }),
  ],
  child: [
    'a failed child with an id',
    async (call) => {
      await call.start('Script', [
        { uncaught: { child: 'Script', id: call.id('c'), input: [{ uncaught: flaky('{id}') }] } },
        echo(1),
      ]);
      await rewind(call, 'parent');
      call.see(
        'child',
        (await call.status(call.id('c'))).historyEvents?.map((row) => row.EventType),
      );
    },
  ],
  childOwnError: [
    'a child that failed by itself',
    async (call) => {
      await call.start('Script', [
        { uncaught: { child: 'Script', id: call.id('c'), input: [{ throws: 'own' }] } },
        echo(1),
      ]);
      await rewind(call, 'parent');
      call.see('child', (await call.status(call.id('c'))).runtimeStatus);
    },
  ],
  twoChildren: [
    'two failed children of a group',
    async (call) => {
      await call.start('Script', [
        {
          uncaught: {
            all: ['a', 'b'].map((part) => ({
              child: 'Script',
              id: call.id(part),
              input: [{ uncaught: flaky(call.id(part)) }],
            })),
          },
        },
        echo(1),
      ]);
      for (const part of ['a', 'b'])
        await call.until((status) => status.runtimeStatus === 'Failed', call.id(part));
      await rewind(call, 'parent');
    },
  ],
  grandchild: [
    'a failed grandchild',
    async (call) => {
      const inner: Step[] = [{ uncaught: flaky('{id}') }];
      await call.start('Script', [
        {
          uncaught: {
            child: 'Script',
            id: call.id('c'),
            input: [{ uncaught: { child: 'Script', id: call.id('g'), input: inner } }],
          },
        },
        echo(1),
      ]);
      await rewind(call, 'parent');
      for (const part of ['c', 'g']) {
        call.see(
          part,
          (await call.status(call.id(part))).historyEvents?.map((row) => row.EventType),
        );
      }
    },
  ],
  onlyChild: [
    'a failed child is rewound by itself',
    async (call) => {
      await call.start('Script', [
        { child: 'Script', id: call.id('c'), input: [{ uncaught: flaky('{id}') }] },
        echo(1),
      ]);
      await call.end();
      await rewind(call, 'child', call.id('c'));
      call.see('parent', (await call.status()).output);
    },
  ],
  childOfFailed: [
    'a failed child of a failed parent is rewound by itself',
    async (call) => {
      await call.start('Script', [
        { uncaught: { child: 'Script', id: call.id('c'), input: [{ uncaught: flaky('{id}') }] } },
        echo(1),
      ]);
      await call.end();
      await rewind(call, 'child', call.id('c'));
      const { runtimeStatus } = await call.status();
      call.see('parent', runtimeStatus);
    },
  ],
  childRetried: [
    'a child that failed to the end of its retries',
    async (call) => {
      await call.start('Script', [
        {
          uncaught: {
            child: 'Script',
            id: call.id('c'),
            input: [{ uncaught: flaky('{id}', 2) }],
            retry: { first: 100, max: 2 },
          },
        },
        echo(1),
      ]);
      await rewind(call, 'parent');
    },
  ],
  status: [
    'what a rewound instance shows while it goes on',
    async (call) => {
      await call.start('Script', [
        { status: 'one' },
        { uncaught: flaky('{id}') },
        { status: 'two' },
        echo(1),
        { event: 'E' },
        { event: 'F' },
      ]);
      await call.end();
      call.see('failed', (await call.status()).customStatus);
      await call.post(`instances/${call.id()}/rewind`);
      await call.until((status) => status.customStatus === 'two');
      call.see('rewound', await call.still());
      call.see('start', (await call.start('Script', [])).status);
      call.see('purge', (await call.delete(`instances/${call.id()}`)).status);
      call.see('rewind again', (await call.post(`instances/${call.id()}/rewind`)).status);
      await call.raise('E', 1);
      await call.rest();
      call.see('after an event', (await call.still()).runtimeStatus);
      call.see('suspend', (await call.post(`instances/${call.id()}/suspend?reason=r`)).status);
      await call.rest();
      call.see('suspended', (await call.still()).runtimeStatus);
      call.see('resume', (await call.post(`instances/${call.id()}/resume`)).status);
      await call.rest();
      call.see('resumed', (await call.still()).runtimeStatus);
      await call.raise('F', 1);
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  unknown: [
    'an orchestrator that does not exist',
    async (call) => {
      await call.start('DoesNotExist');
      await rewind(call, 'unknown');
    },
  ],
  terminatedChild: [
    'terminated and completed children stay as they are',
    async (call) => {
      await call.start('Script', [
        { child: 'EchoInput', id: call.id('c'), input: 1 },
        { uncaught: flaky('{id}') },
        { child: 'EchoInput', input: 2 },
      ]);
      await rewind(call, 'parent');
    },
  ],
  noBody: [
    'a rewind with a body and other parameters',
    async (call) => {
      await call.start('Script', [{ uncaught: flaky('{id}') }]);
      await call.end();
      call.see('answer', await call.send(`instances/${call.id()}/rewind?REASON=a%20b&other=1`, '{"a":1}'));
      await call.until((status) => status.runtimeStatus === 'Completed');
      call.see(
        'data',
        (await call.status()).historyEvents?.map((row) => row.Data ?? null),
      );
    },
  ],
});
