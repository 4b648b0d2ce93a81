import type { Step, TaskSpec } from '../app/script-steps.ts';
import { area } from '../scenario.ts';
import { scripted, scriptedStays, scriptedWithHistory } from './scripted.ts';

const echo = (input: unknown): TaskSpec => ({ activity: 'Echo', input });
const slow = (value: unknown, ms = 1200): TaskSpec => ({ activity: 'Slow', input: { ms, value } });
/** The second execution of a script that continues as new. */
const next = (...steps: Step[]): Step => ({ continues: steps });

/** Continuing as new with things still open, after failures and in children. */
export const renewals = area('renewals', {
  openActivity: ['with an open activity', scripted({ any: [slow(1), echo(2)] }, next(echo(3)))],
  openChild: [
    'with an open child',
    scripted({ any: [{ child: 'Script', input: [slow(1)] }, echo(2)] }, next(echo(3))),
  ],
  openEvent: ['with an open wait', scripted({ any: [{ event: 'E' }, echo(2)] }, next(echo(3)))],
  openRetry: [
    'with a retry that is still going on',
    scripted(
      {
        any: [
          { activity: 'Flaky', input: { key: '{id}', failures: 1 }, retry: { first: 1500, max: 3 } },
          echo(2),
        ],
      },
      next({ activity: 'Tries', input: '{id}' }),
    ),
  ],
  cancelledTimer: [
    'with a cancelled timer',
    scriptedWithHistory(
      { make: 't', task: { timer: 60_000 } },
      { any: [{ made: 't' }, echo(2)] },
      { cancel: 't' },
      next(echo(3)),
    ),
  ],
  openEntity: [
    'with an entity that has not answered',
    scripted(
      { any: [{ entity: '{id}', operation: 'do', input: [{ sleep: 900 }, { set: 'slept' }] }, echo(2)] },
      next({ entity: '{id}', operation: 'get' }),
    ),
  ],
  locked: [
    'while holding a lock',
    scripted(
      { locks: ['{id}'] },
      { entity: '{id}', operation: 'append', input: 1 },
      next({ entity: '{id}', operation: 'append', input: 2 }, { entity: '{id}', operation: 'get' }),
    ),
  ],
  lockedTwice: [
    'a lock in each execution',
    scripted(
      { locks: ['{id}'] },
      next(
        { locks: ['{id}'] },
        { entity: '{id}', operation: 'do', input: [{ returns: 'held' }] },
        { release: true },
      ),
    ),
  ],
  signalFirst: [
    'after a signal',
    scripted({ signal: '{id}', operation: 'append', input: 1 }, next({ entity: '{id}', operation: 'get' })),
  ],
  afterFailure: ['after a caught failure', scripted({ activity: 'Fail', input: 1 }, next(echo(3)))],
  afterFailedGroup: [
    'after a failed group',
    scripted({ all: [{ activity: 'Fail', input: 1 }, slow(1, 900)] }, next(echo(3))),
  ],
  statusKept: [
    'the custom status of a loop that waits',
    async (call) => {
      await call.start('Script', [{ status: 'first' }, echo(1), next({ event: 'E' })]);
      await call.until(({ input }) => JSON.stringify(input) === '[{"event":"E"}]');
      call.see('custom status', (await call.still()).customStatus);
      await call.raise('E', 1);
      call.see('outcome', (await call.end()).output);
    },
  ],
  statusSetAgain: [
    'a custom status set in the second execution',
    scripted({ status: 'first' }, echo(1), next({ status: 'second' }, echo(2))),
  ],
  inChild: [
    'in a child whose parent waits',
    scriptedWithHistory({ child: 'Script', id: '{id}-c', input: [echo(1), next(echo(2))] }, echo(3)),
  ],
  inChildFails: [
    'in a child that fails then',
    scripted({ child: 'Script', input: [echo(1), next({ throws: 'second' })] }, echo(3)),
  ],
  inChildRetry: [
    'in a child that is retried',
    scripted(
      { child: 'Script', input: [echo(1), next({ throws: 'second' })], retry: { first: 100, max: 2 } },
      echo(3),
    ),
  ],
  manyTimes: ['six times', scripted(next(next(next(next(next(next(echo('at last'))))))))],
  thenTimer: ['a timer in the second execution', scripted(echo(1), next({ timer: 1200 }, echo(2)))],
  bigInput: ['a big input', scripted(echo(1), next({ returns: 'x'.repeat(50_000) }))],
  nullInput: ['null as the next input', scripted({ child: 'LoopInput', input: { next: null } })],
  suspendedBetween: [
    'suspended between two executions',
    async (call) => {
      await call.start('Script', [{ event: 'E' }, next({ event: 'E' }, echo(2))]);
      await call.running();
      await call.post(`instances/${call.id()}/suspend`);
      await call.until((status) => status.runtimeStatus === 'Suspended');
      await call.raise('E', 1);
      await call.rest();
      await call.post(`instances/${call.id()}/resume`);
      await call.until(({ input }) => JSON.stringify(input).startsWith('[{"event":"E"},{"activity"'));
      await call.raise('E', 2);
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  terminatedSecond: [
    'terminated in the second execution',
    async (call) => {
      await call.start('Script', [echo(1), next({ event: 'E' })]);
      await call.until(({ input }) => JSON.stringify(input) === '[{"event":"E"}]');
      await call.still();
      await call.post(`instances/${call.id()}/terminate?reason=enough`);
      call.see('status', await call.end());
    },
  ],
  restarted: [
    'restarted after it continued as new: with the last input',
    async (call) => {
      await call.start('Script', [echo(1), next(echo(2))]);
      await call.end();
      const { body } = await call.post(`instances/${call.id()}/restart`);
      call.see('status', (await call.end((body as { id: string }).id)).output);
    },
  ],
  purged: [
    'purged after it continued as new',
    async (call) => {
      await call.start('Script', [echo(1), next(echo(2))]);
      await call.end();
      call.see('purge', await call.delete(`instances/${call.id()}`));
      call.see('after', (await call.get(`instances/${call.id()}`)).status);
    },
  ],
  rewound: [
    'rewound after it continued as new and failed',
    async (call) => {
      await call.start('Script', [
        echo(1),
        next({ uncaught: { activity: 'Flaky', input: { key: call.id(), failures: 1 } } }),
      ]);
      await call.until((status) => status.runtimeStatus === 'Failed');
      call.see('answer', (await call.post(`instances/${call.id()}/rewind`)).status);
      await call.rest();
      const { runtimeStatus, output } = await call.still();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  stays: ['a loop that waits is running', scriptedStays(echo(1), next({ event: 'E' }))],
});
