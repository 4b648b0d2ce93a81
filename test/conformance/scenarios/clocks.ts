import type { TaskSpec } from '../app/script-steps.ts';
import { area, outcome } from '../scenario.ts';
import { scripted, scriptedStays, scriptedWithEvents, scriptedWithHistory } from './scripted.ts';

const echo = (input: unknown): TaskSpec => ({ activity: 'Echo', input });
const minute = 60_000;
const past = '2020-01-02T03:04:05.000Z';

/** Timers that are cancelled, equal, many, past or far away. */
export const clocks = area('clocks', {
  pastDate: ['a timer of a past date', scriptedWithHistory({ timer: past }, echo(1))],
  yearOne: ['a timer at the beginning of time', scripted({ timer: '1970-01-01T00:00:00.000Z' }, echo(1))],
  equal: [
    'two timers that are due at the same time',
    scripted({ all: [{ timer: past }, { timer: past }] }, echo(1)),
  ],
  equalInAny: [
    'two timers of one past time in a race',
    scripted({ any: [{ timer: past }, { timer: past }] }, echo(1)),
  ],
  sameTwice: [
    'one timer awaited twice',
    scripted({ make: 't', task: { timer: 100 } }, { made: 't' }, { made: 't' }, { look: 't' }),
  ],
  sameInAll: [
    'one timer twice in a group',
    scripted({ make: 't', task: { timer: past } }, { all: [{ made: 't' }, { made: 't' }] }),
  ],
  cancelledFirst: [
    'a timer cancelled before a race',
    scripted(
      { make: 't', task: { timer: minute } },
      { cancel: 't' },
      { any: [{ made: 't' }, echo(1)] },
      { look: 't' },
    ),
  ],
  cancelledAwaited: [
    'a cancelled timer is awaited',
    scriptedStays({ make: 't', task: { timer: minute } }, { cancel: 't' }, { made: 't' }, echo(1)),
  ],
  cancelledInAll: [
    'a cancelled timer in a group',
    scriptedStays({ make: 't', task: { timer: minute } }, { cancel: 't' }, { all: [{ made: 't' }, echo(1)] }),
  ],
  cancelledTwice: [
    'a timer cancelled twice',
    scripted(
      { make: 't', task: { timer: minute } },
      { any: [{ made: 't' }, echo(1)] },
      { cancel: 't' },
      { cancel: 't' },
      { look: 't' },
    ),
  ],
  cancelledThenAwaited: [
    'a timer that lost, was cancelled and is awaited',
    scriptedStays(
      { make: 't', task: { timer: minute } },
      { any: [{ made: 't' }, echo(1)] },
      { cancel: 't' },
      { made: 't' },
    ),
  ],
  cancelledFired: [
    'a fired timer is cancelled',
    scripted({ make: 't', task: { timer: 50 } }, { made: 't' }, { cancel: 't' }, { look: 't' }, echo(1)),
  ],
  cancelledThenMore: [
    'calls after a cancelled timer',
    scripted(
      { make: 't', task: { timer: minute } },
      { any: [{ made: 't' }, echo(1)] },
      { cancel: 't' },
      echo(2),
      { timer: 50 },
      echo(3),
    ),
  ],
  cancelledFires: [
    'a cancelled timer that falls due while the instance goes on',
    scriptedWithHistory(
      { make: 't', task: { timer: 6000 } },
      { any: [{ made: 't' }, echo(1)] },
      { cancel: 't' },
      { activity: 'Slow', input: { ms: 8000, value: 2 } },
      echo(3),
    ),
  ],
  looked: [
    'what an open timer looks like',
    scripted(
      { make: 't', task: { timer: minute } },
      { look: 't' },
      { any: [{ made: 't' }, echo(1)] },
      { look: 't' },
      { cancel: 't' },
      { look: 't' },
    ),
  ],
  many: [
    'twenty timers of the past',
    scripted({ all: Array.from({ length: 20 }, () => ({ timer: past })) }, echo(1)),
  ],
  manyCancelled: [
    'five timers of which four are cancelled',
    scripted(
      ...['a', 'b', 'c', 'd'].map((name) => ({ make: name, task: { timer: minute } })),
      { any: [{ made: 'a' }, { made: 'b' }, { made: 'c' }, { made: 'd' }, { timer: past }] },
      ...['a', 'b', 'c', 'd'].map((name) => ({ cancel: name })),
      echo(1),
    ),
  ],
  loserOpen: [
    'a timer that lost is awaited again in a second race',
    scriptedWithEvents(
      [['E', 1]],
      { make: 't', task: { timer: 2500 } },
      { any: [{ made: 't' }, echo(1)] },
      { any: [{ made: 't' }, { event: 'E' }] },
      { cancel: 't' },
      echo(2),
    ),
  ],
  dueWhileBusy: [
    'a timer that falls due while an activity runs',
    scripted(
      { make: 't', task: { timer: 100 } },
      { all: [{ made: 't' }, { activity: 'Slow', input: { ms: 1500, value: 1 } }] },
      echo(1),
    ),
  ],
  dueWhileSuspended: [
    'two timers that fall due while suspended',
    async (call) => {
      await call.start('Script', [{ all: [{ timer: 1200 }, { timer: 1800 }] }, echo(1)]);
      await call.has('TimerCreated', 2);
      await call.post(`instances/${call.id()}/suspend`);
      await call.until((status) => status.runtimeStatus === 'Suspended');
      await call.pause(2200);
      call.see('suspended', (await call.status()).runtimeStatus);
      await call.post(`instances/${call.id()}/resume`);
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  wrongText: ['a timer whose date is no date', outcome('TimerOf', 'text')],
  number: ['a timer whose date is a number', outcome('TimerOf', 'number')],
  nothing: ['a timer without an argument', outcome('TimerOf', 'nothing')],
  farFuture: [
    'a timer in the year 9999',
    async (call) => {
      await call.start('Script', [{ any: [{ timer: '9999-12-31T00:00:00.000Z' }, echo(1)] }, echo(2)]);
      const { runtimeStatus, output, historyEvents } = await call.still();
      call.see('still', { runtimeStatus, output, kinds: historyEvents?.map((row) => row.EventType) });
      await call.post(`instances/${call.id()}/terminate`);
    },
  ],
  beyond: [
    'a timer beyond all dates of .NET',
    async (call) => {
      await call.start('Script', [{ timer: '+020000-01-01T00:00:00.000Z' }]);
      const { runtimeStatus, output } = await call.still();
      call.see('still', { runtimeStatus, output });
      await call.post(`instances/${call.id()}/terminate`);
    },
  ],
});
