import type { Step } from '../app/script-steps.ts';
import { area } from '../scenario.ts';
import { scripted, scriptedStays } from './scripted.ts';

const append = (key: string, input: unknown): Step => ({ entity: key, operation: 'append', input });
const get = (key: string): Step => ({ entity: key, operation: 'get' });
const [a, b, c] = ['{id}-a', '{id}-b', '{id}-c'];

/** Critical sections: what may be done within, and how they end. */
export const critical = area('critical', {
  three: [
    'three locks in any order',
    scripted({ locks: [c, a, b] }, append(a, 1), append(b, 2), append(c, 3), { release: true }, get(b)),
  ],
  states: [
    'whether one is locked',
    scripted({ isLocked: true }, { locks: [a] }, { isLocked: true }, { release: true }, { isLocked: true }),
  ],
  activity: [
    'an activity within',
    scripted({ locks: [a] }, { activity: 'Echo', input: 1 }, append(a, 1), { release: true }, get(a)),
  ],
  timer: [
    'a timer within',
    scripted({ locks: [a] }, { timer: 100 }, append(a, 1), { release: true }, get(a)),
  ],
  child: ['a child within', scripted({ locks: [a] }, { child: 'EchoInput', input: 1 }, { release: true })],
  group: [
    'a group of locked entities',
    scripted(
      { locks: [a, b] },
      { all: [append(a, 1) as never, append(b, 2) as never] },
      { release: true },
      get(a),
    ),
  ],
  twice: [
    'two sections after one another',
    scripted(
      { locks: [a] },
      append(a, 1),
      { release: true },
      { locks: [a] },
      append(a, 2),
      { release: true },
      get(a),
    ),
  ],
  overlap: [
    'two sections that share an entity',
    scripted(
      { locks: [a, b] },
      append(b, 1),
      { release: true },
      { locks: [b, c] },
      append(b, 2),
      { release: true },
      get(b),
    ),
  ],
  nested: ['a section within a section', scriptedStays({ locks: [a] }, { locks: [b] })],
  releaseTwice: [
    'a release after the release',
    scripted(
      { locks: [a] },
      append(a, 1),
      { release: true },
      { release: true },
      { activity: 'Echo', input: 1 },
    ),
  ],
  entityThrows: [
    'an entity that throws within',
    scripted(
      { locks: [a] },
      { entity: a, operation: 'do', input: [{ throws: 'x' }] },
      append(a, 1),
      { release: true },
      get(a),
    ),
  ],
  destructs: [
    'an entity that ends itself within',
    scripted(
      { locks: [a] },
      append(a, 1),
      { entity: a, operation: 'do', input: [{ destruct: true }] },
      { release: true },
      get(a),
    ),
  ],
  signalOther: [
    'a signal to another entity within',
    scripted(
      { locks: [a] },
      { signal: b, operation: 'append', input: 1 },
      append(a, 1),
      { release: true },
      get(b),
    ),
  ],
  returns: ['the end within a section', scripted({ locks: [a] }, append(a, 1), { returns: 'locked' })],
  throws: [
    'an error within a section keeps the lock',
    async (call) => {
      await call.start('Script', [{ locks: [call.id('a')] }, { throws: 'x' }], call.id('1'));
      await call.end(call.id('1'));
      await call.start('Script', [{ entity: call.id('a'), operation: 'append', input: 1 }], call.id('2'));
      const { runtimeStatus, output } = await call.still(call.id('2'));
      call.see('after', { runtimeStatus, output });
      await call.post(`instances/${call.id('2')}/terminate`);
    },
  ],
  terminated: [
    'a termination within a section keeps the lock',
    async (call) => {
      await call.start('Script', [{ locks: [call.id('a')] }, { event: 'E' }], call.id('1'));
      await call.has('EventRaised', 1, call.id('1'));
      await call.post(`instances/${call.id('1')}/terminate`);
      await call.end(call.id('1'));
      await call.start('Script', [{ entity: call.id('a'), operation: 'append', input: 1 }], call.id('2'));
      const { runtimeStatus, output } = await call.still(call.id('2'));
      call.see('after', { runtimeStatus, output });
      await call.post(`instances/${call.id('2')}/terminate`);
    },
  ],
  caught: [
    'an error that is caught within a section',
    scripted({ locks: [a] }, { activity: 'Fail', input: 1 }, append(a, 1), { release: true }, get(a)),
  ],
  deadlock: [
    'two orchestrations that lock the same in opposite orders',
    async (call) => {
      const [one, two] = [call.id('a'), call.id('b')];
      const body = (locks: string[]): Step[] => [
        { locks },
        append(one, 1),
        append(two, 1),
        { release: true },
      ];
      await call.start('Script', body([one, two]), call.id('1'));
      await call.start('Script', body([two, one]), call.id('2'));
      for (const part of ['1', '2']) call.see(part, (await call.end(call.id(part))).runtimeStatus);
      call.see('state', (await call.get(`entities/Puppet/${one}`)).body);
    },
  ],
  waiting: [
    'calls, signals and locks of others wait for the release',
    async (call) => {
      const key = call.id('a');
      await call.start(
        'Script',
        [{ locks: [key] }, append(key, 'first'), { event: 'E' }, append(key, 'last'), { release: true }],
        call.id('1'),
      );
      await call.has('EventRaised', 2, call.id('1'));
      await call.start('Script', [append(key, 'call'), get(key)], call.id('2'));
      await call.has('EventSent', 1, call.id('2'));
      await call.rest();
      await call.post(`entities/Puppet/${key}?op=append`, 'signal');
      await call.rest();
      await call.start('Script', [{ locks: [key] }, append(key, 'lock'), { release: true }], call.id('3'));
      await call.has('EventSent', 1, call.id('3'));
      await call.rest();
      await call.raise('E', 1, call.id('1'));
      for (const part of ['1', '2', '3']) await call.end(call.id(part));
      call.see(
        'state',
        (await call.untilAnswer(`entities/Puppet/${key}`, ({ body }) => (body as unknown[]).length === 5))
          .body,
      );
    },
  ],
  suspended: [
    'a suspension within a section keeps the lock',
    async (call) => {
      const key = call.id('a');
      await call.start(
        'Script',
        [{ locks: [key] }, { event: 'E' }, append(key, 'holder'), { release: true }],
        call.id('1'),
      );
      await call.has('EventRaised', 1, call.id('1'));
      await call.post(`instances/${call.id('1')}/suspend`);
      await call.until((status) => status.runtimeStatus === 'Suspended', call.id('1'));
      await call.start('Script', [append(key, 'other')], call.id('2'));
      await call.has('EventSent', 1, call.id('2'));
      await call.rest();
      call.see('meanwhile', (await call.status(call.id('2'))).runtimeStatus);
      await call.post(`instances/${call.id('1')}/resume`);
      await call.raise('E', 1, call.id('1'));
      await call.end(call.id('1'));
      await call.end(call.id('2'));
      call.see('state', (await call.get(`entities/Puppet/${key}`)).body);
    },
  ],
  unlockedCall: [
    'a call of an entity that is not locked',
    scripted({ locks: [a] }, append(b, 1), { release: true }, get(b)),
  ],
});
