import type { Status } from '../caller.ts';
import { area, ends, outcome, type Play } from '../scenario.ts';

const parentOf =
  (input: Record<string, unknown>): Play =>
  async (call) => {
    await call.start('ParentOf', input);
    call.see('status', await call.end());
  };

/** How long a text is, and how it begins. */
function brief(value: unknown): unknown {
  const text = JSON.stringify(value) ?? '(nothing)';
  return `${text.length}: ${text.slice(0, 60)}`;
}

export const children = area('children', {
  parent: [
    'children with and without an id, and a failing one',
    async (call) => {
      await call.start('Parent');
      call.see('parent', await call.end());
      call.see('child', await call.status(call.id('child')));
    },
  ],
  uncaught: ['a failing child fails its parent', ends('ParentUncaught')],
  inputs: ['a child gets what JSON has', outcome('ChildInputs')],
  bad: ['a child that fails at once', parentOf({ name: 'BadAtOnce' })],
  throwsText: ['a child that throws a text', parentOf({ name: 'ThrowText' })],
  activityFails: [
    "a child's failed activity reaches the parent as text",
    parentOf({ name: 'Uncaught', input: 'Fail' }),
  ],
  detailed: ["a child's failure details reach the parent", parentOf({ name: 'Uncaught', input: 'Detailed' })],
  continues: [
    'a child that continues as new answers once',
    async (call) => {
      await call.start('ParentOf', { name: 'Loop', input: { n: 1, to: 3 }, id: call.id('child') });
      call.see('parent', await call.end());
      call.see('child', await call.status(call.id('child')));
    },
  ],
  otherCase: ["a child's name in other letters finds it", parentOf({ name: 'eCHOiNPUT', input: 1 })],
  retry: ['a child is retried, and its error reaches the code', ends('ChildRetry')],
  retrySucceeds: ['a child that succeeds at the second time', outcome('ChildRetrySucceeds')],
  retryNamed: ['a child with an id is retried under that id', outcome('ChildRetryNamed')],
  fanOut: ['a fan-out of children', outcome('FanOutOfChildren')],
  fanOutFails: ['a fan-out of children that all fail', outcome('FanOutOfFailingChildren')],
  generations: ['children of children', outcome('Generations', 3)],
  oneId: ['two children after one another under one id', outcome('SiblingsOfOneId')],
  ownId: [
    'a child with the id of its parent is never started',
    async (call) => {
      await call.start('ParentOf', { name: 'Child', input: 1, id: call.id() });
      call.see('status', await call.still());
      await call.post(`instances/${call.id()}/terminate?reason=end`);
    },
  ],
  idInUse: [
    'a child takes the id of a running instance',
    async (call) => {
      await call.start('WaitEvent', 1, call.id('child'));
      await call.running(call.id('child'));
      await call.start('ParentOf', { name: 'Child', input: 1, id: call.id('child') });
      call.see('parent', await call.end());
      call.see('child', await call.status(call.id('child')));
      call.see('event for the one before', (await call.raise('E', 1, call.id('child'))).status);
    },
  ],
  idOfEnded: [
    'a child takes the id of an instance that has ended',
    async (call) => {
      await call.start('Nothing', 1, call.id('child'));
      await call.end(call.id('child'));
      await call.start('ParentOf', { name: 'Child', input: 1, id: call.id('child') });
      call.see('parent', await call.end());
      call.see('child', await call.status(call.id('child')));
    },
  ],
  running: [
    'the status of a parent and a child that waits',
    async (call) => {
      await call.start('ParentOf', { name: 'WaitEvent', input: 1, id: call.id('child') });
      await call.running(call.id('child'));
      call.see('parent', await call.still());
      call.see('child', await call.status(call.id('child')));
      await call.raise('E', 'on', call.id('child'));
      call.see('parent at the end', await call.end());
    },
  ],
  purged: [
    'purging a parent leaves its children',
    async (call) => {
      await call.start('ParentOf', { name: 'EchoInput', input: 1, id: call.id('child') });
      await call.end();
      call.see('purge', await call.delete(`instances/${call.id()}`));
      call.see('parent', (await call.get(`instances/${call.id()}`)).status);
      call.see('child', (await call.get(`instances/${call.id('child')}`)).status);
    },
  ],
  bigInput: [
    'the inputs and outputs of children that are too big for a table, in the status and in a list',
    async (call) => {
      const ids = { plain: 'p', inOtherLetters: ' ü 日本 😀' };
      for (const [what, end] of Object.entries(ids)) {
        const id = call.id(end);
        await call.start(
          'Script',
          [{ child: 'EchoInput', id, input: 'x'.repeat(70_000) }, { returns: what }],
          call.id(what),
        );
        call.see(`${what} parent`, (await call.end(call.id(what))).output);
        const { input, output, runtimeStatus } = await call.status(id);
        call.see(what, { input: brief(input), output: brief(output), runtimeStatus });
        const { body } = await call.get(`instances?instanceIdPrefix=${encodeURIComponent(id)}`);
        call.see(
          `${what} in a list`,
          (body as Status[]).map((one) => ({ input: brief(one.input), output: brief(one.output) })),
        );
      }
    },
  ],
});
