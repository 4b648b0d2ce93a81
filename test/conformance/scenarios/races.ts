import { area, ends, outcome } from '../scenario.ts';

export const races = area('races', {
  eventWins: [
    'an event wins and the timer is cancelled',
    async (call) => {
      await call.start('AnyEvent', 60_000);
      await call.has('TimerCreated');
      await call.raise('Approval', { ok: true });
      call.see('status', await call.end());
    },
  ],
  timerWins: ['a timer wins', ends('AnyEvent', 1200)],
  noCancel: [
    'a timer left open keeps the instance running',
    async (call) => {
      await call.start('AnyEventNoCancel', 3200);
      await call.has('TimerCreated');
      await call.raise('Approval', 1);
      await call.has('EventRaised');
      call.see('before', (await call.status()).runtimeStatus);
      call.see('status', await call.end());
    },
  ],
  slowActivity: ['an activity left open keeps the instance running', outcome('AnyActivities')],
  openChild: [
    'a child left open keeps the instance running',
    async (call) => {
      await call.start('AnyChild');
      await call.has('TimerFired');
      call.see('after the timer', await call.still());
      await call.raise('E', 1, call.id('child'));
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  anyOfNone: [
    'a race without runners',
    async (call) => {
      await call.start('AnyOfNone');
      call.see('status', await call.still());
      await call.post(`instances/${call.id()}/terminate?reason=end`);
    },
  ],
  anyFails: ['a failing activity wins a race', outcome('AnyFails')],
  anyOfAlls: ['the first of two groups', outcome('AnyOfAlls')],
  allOfAnys: ['all of two races', outcome('AllOfAnys')],
  allOfAlls: ['groups within a group', outcome('AllOfAlls')],
  allOfKinds: [
    'an activity, a child, an event and a timer together',
    async (call) => {
      await call.start('AllOfKinds');
      await call.running();
      await call.raise('E', 'event');
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  sameTimer: [
    'a timer awaited twice is made anew',
    async (call) => {
      await call.start('TwoCancels');
      await call.has('TimerCreated');
      await call.raise('A', 'a');
      await call.has('TimerCreated', 2);
      await call.raise('B', 'b');
      call.see('status', await call.still());
      await call.post(`instances/${call.id()}/terminate?reason=end`);
    },
  ],
  rounds: [
    'a new timer for each round',
    async (call) => {
      await call.start('Rounds');
      for (const round of [1, 2, 3]) {
        await call.has('TimerCreated', round);
        await call.raise('E', round);
      }
      call.see('status', await call.end());
    },
  ],
  handlerWaits: ['the handler of a failed group runs when the others have ended', outcome('FanOutFail')],
  allFail: ['a group of which all fail', outcome('FanOutAllFail')],
  failWhileSlow: ['a failed group keeps the instance until the others have ended', outcome('FailWhileSlow')],
  failWhileWaiting: [
    'a failed group with an event waits for the event',
    async (call) => {
      await call.start('FailWhileWaiting');
      await call.has('TaskFailed');
      call.see('before', await call.still());
      await call.raise('E', 1);
      call.see('status', await call.end());
    },
  ],
});
