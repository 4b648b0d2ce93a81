import { area, ends, outcome, type Play } from '../scenario.ts';

const cancelled =
  (wait: number): Play =>
  async (call) => {
    await call.start('LongTimerCancelled', 8000);
    await call.has('TimerCreated', wait);
    await call.pause(100);
    await call.raise('Go', 1);
    const { runtimeStatus, output } = await call.end();
    call.see('outcome', { runtimeStatus, output });
  };

export const timers = area('timers', {
  short: ['a timer fires', ends('Timer', 1200)],
  past: ['a timer in the past fires', ends('Timer', -60_000)],
  now: ['a timer of no length fires', ends('Timer', 0)],
  two: ['a timer after a timer', ends('TwoTimers')],
  all: ['all of three timers', outcome('AllTimers')],
  unyielded: ['a timer cancelled before any yield', ends('CancelTimerUnyielded')],
  result: ['what a fired timer looks like', outcome('TimerResult')],
  cancelFired: ['cancelling a timer that has fired', outcome('CancelFired')],
  between: ['a timer between activities', ends('TimerThenActivity')],
  invalid: ['a timer without a date', outcome('TimerInvalid')],
  order: ['timers awaited together come in the order of their due times', outcome('Order')],
  tenDays: [
    'a timer of ten days begins with one of three',
    async (call) => {
      await call.start('Timer', 10 * 86_400_000);
      await call.has('TimerCreated');
      call.see('status', await call.status());
      await call.post(`instances/${call.id()}/terminate?reason=end`);
    },
  ],
});

/** On a host for which seconds are long. */
export const longTimers = area(
  'longTimers',
  {
    parts: ['a long timer is made of short ones', outcome('LongTimer', 5500)],
    below: ['a timer below the limit is one', ends('LongTimer', 2500)],
    cancelledEarly: ['a long timer can be cancelled in its first part', cancelled(1)],
    cancelledLate: ['a long timer is cancelled after its first part', cancelled(2)],
  },
  'longTimers',
);
