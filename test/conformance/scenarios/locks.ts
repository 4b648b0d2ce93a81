import { area, outcome, type Play } from '../scenario.ts';

const wrong =
  (kind: string): Play =>
  async (call) => {
    await call.start('LockWrong', { kind, key: call.id() });
    const { runtimeStatus, output } = await call.end();
    call.see('outcome', { runtimeStatus, output });
  };

export const locks = area('locks', {
  two: ['an orchestrator locks two entities', outcome('Lock')],
  history: [
    'what locks leave in the history',
    async (call) => {
      await call.start('Lock');
      const { historyEvents = [] } = await call.end();
      call.see(
        'kinds',
        historyEvents.map((row) => row.EventType),
      );
      call.see(
        'targets',
        historyEvents.map((row) => row.InstanceId).filter((id) => id !== undefined),
      );
    },
  ],
  others: [
    'signals wait while an entity is locked',
    async (call) => {
      const path = `entities/Counter/${call.id('e')}`;
      await call.start('LockThenWait', call.id('e'));
      await call.has('EventRaised', 2);
      await call.post(`${path}?op=add`, 10);
      await call.rest();
      call.see('while locked', await call.get(path));
      await call.raise('Go', 1);
      call.see('output', (await call.end()).output);
      call.see('afterwards', (await call.untilAnswer(path, ({ body }) => body === 11)).body);
    },
  ],
  fifo: [
    'a second lock waits for the first',
    async (call) => {
      await call.start('LockThenWait', call.id('e'), call.id('1'));
      await call.has('EventRaised', 2, call.id('1'));
      await call.start('LockThenWait', call.id('e'), call.id('2'));
      await call.has('EventSent', 1, call.id('2'));
      await call.rest();
      call.see(
        'second meanwhile',
        (await call.status(call.id('2'))).historyEvents?.map((row) => row.EventType),
      );
      await call.raise('Go', 1, call.id('1'));
      call.see('first', (await call.end(call.id('1'))).output);
      await call.raise('Go', 1, call.id('2'));
      call.see('second', (await call.end(call.id('2'))).output);
    },
  ],
  lockedAsInstance: [
    'a locked entity seen as an instance',
    async (call) => {
      await call.start('LockThenWait', call.id('e'));
      await call.has('EventRaised', 2);
      await call.rest();
      const entity = await call.status(`@counter@${call.id('e')}`, '');
      call.see('custom status', entity.customStatus);
      await call.raise('Go', 1);
      await call.end();
      await call.rest();
      call.see('afterwards', (await call.status(`@counter@${call.id('e')}`, '')).customStatus);
    },
  ],
  noRelease: [
    'a lock is released with the end of its holder',
    async (call) => {
      for (const part of ['1', '2']) {
        await call.start('LockNoRelease', call.id('e'), call.id(part));
        call.see(part, (await call.end(call.id(part))).output);
      }
    },
  ],
  fail: [
    'an orchestrator that fails while it holds a lock',
    async (call) => {
      await call.start('LockThenFail', call.id('e'));
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  nested: ['a lock within a lock', wrong('nested')],
  unlocked: ['a call of an entity outside the lock', wrong('unlockedEntity')],
  signalLocked: ['a signal to a locked entity', wrong('signalLocked')],
  child: ['a child while holding a lock', wrong('child')],
  twice: ['two calls of a locked entity at once', wrong('twiceAtOnce')],
  none: ['a lock of nothing', outcome('LockNone')],
  twin: ['a lock that names an entity twice', outcome('LockTwin')],
});
