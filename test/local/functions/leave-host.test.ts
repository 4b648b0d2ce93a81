import { setImmediate as nextTick } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { failHost, type HostParts, handOverHost, stopHost } from '../../../local/functions/leave-host.ts';

/** A host that writes down what is done to it; `unending` work never comes to an end by itself. */
function noted(unending: readonly string[] = []): { parts: HostParts; steps: string[]; clock: VirtualClock } {
  const steps: string[] = [];
  const clock = new VirtualClock();
  const does = (step: string) => async (): Promise<void> => {
    steps.push(step);
    if (unending.includes(step)) await new Promise(() => {});
  };
  const parts: HostParts = {
    clock,
    app: { terminate: does('app ends') },
    engine: {
      clientBinding: () => '',
      fetch: () => new Response(),
      stop: async (graceMs) =>
        void steps.push(`engine stops${graceMs === undefined ? '' : ` in ${graceMs}`}`),
    },
    door: {
      drain: (instead) => void steps.push(instead ? 'door holds calls' : 'door refuses calls'),
      whenIdle: does('door empties'),
    },
    server: {
      port: 1,
      origin: 'http://127.0.0.1:1',
      passTo: () => void steps.push('server passes on'),
      whenIdle: does('server empties'),
      fail: does('server fails'),
      close: does('server closes'),
    },
    triggers: { stop: does('triggers stop'), abandon: does('triggers give back') },
  };
  return { parts, steps, clock };
}

async function ended(work: Promise<unknown>, clock: VirtualClock): Promise<void> {
  let isOver = false;
  void work.finally(() => {
    isOver = true;
  });
  for (;;) {
    await nextTick();
    if (isOver || !clock.advanceToNext()) break;
  }
  await work;
}

test('a host stops what it started last first, and its server after the engine', async () => {
  const { parts, steps, clock } = noted();
  await ended(stopHost(parts), clock);
  expect(steps).toEqual([
    'door refuses calls',
    'door empties',
    'triggers stop',
    'triggers give back',
    'engine stops',
    'server closes',
    'app ends',
  ]);
});

test('a host that stops waits ten seconds for calls that do not end, then goes on without them', async () => {
  const { parts, steps, clock } = noted(['door empties', 'triggers give back']);
  const startedMs = clock.now();
  await ended(stopHost(parts), clock);
  expect(clock.now() - startedMs).toBe(10_400);
  expect(steps.slice(-3)).toEqual(['engine stops', 'server closes', 'app ends']);
});

test('a host that hands over holds calls back until its triggers and its engine have stopped', async () => {
  const { parts, steps, clock } = noted(['triggers stop']);
  const startedMs = clock.now();
  const handingOver = handOverHost(parts);
  await ended(handingOver, clock);
  expect(clock.now() - startedMs).toBe(3_000);
  expect(steps).toEqual(['door holds calls', 'triggers stop', 'engine stops in 3000', 'server passes on']);
  const leave = await handingOver;
  await ended(leave(), clock);
  expect(steps.slice(4)).toEqual([
    'server empties',
    'server empties',
    'triggers give back',
    'server closes',
    'app ends',
  ]);
  expect(clock.now() - startedMs).toBe(4_000);
});

test('a host whose process is about to end answers its calls and waits 0.4 seconds at most for messages to be given back', async () => {
  const { parts, steps, clock } = noted(['triggers give back']);
  const startedMs = clock.now();
  await ended(failHost(parts), clock);
  expect(steps).toEqual(['server fails', 'triggers give back']);
  expect(clock.now() - startedMs).toBe(400);
});
