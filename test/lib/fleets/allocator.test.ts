import { describe, expect, test } from 'vitest';
import type { AllocationAnswer } from '../../../lib/fleets/fleet-desk.ts';
import { after, aServer } from '../../support/a-server.ts';
import { AllocatorBench } from '../../support/allocator-bench.ts';

const ask = (session: string, more: { places?: number; wait?: boolean } = {}) => ({
  session,
  places: 1,
  wait: false,
  ...more,
});

const said = (answer: AllocationAnswer | undefined): string | undefined =>
  answer?.kind === 'allocated' ? answer.server.name : answer?.kind;

describe('a session', () => {
  test('gets a place under a lease, and the same one again under a new lease', async () => {
    const bench = new AllocatorBench({ leaseSeconds: 60 });
    bench.addServers(1, 2);
    const process = bench.process();
    const first = await process.allocate('arena', ask('a'));
    expect(first).toMatchObject({ kind: 'allocated', allocation: { expiresAt: after(60) } });
    bench.clock.advanceBy(10_000);
    const again = { kind: 'allocated', allocation: { expiresAt: after(70) }, server: { name: 'arena-2' } };
    expect(await process.allocate('arena', ask('a'))).toMatchObject(again);
    // Another process knows nothing of it at first.
    expect(await bench.process().allocate('arena', ask('a', { places: 2 }))).toMatchObject(again);
    expect(bench.promised()).toEqual({ 'arena-2': 1 });
    expect(bench.counted()).toEqual({ 'arena-2': 1 });
  });

  test('keeps its place where the fleet is full, or about to be deleted', async () => {
    const bench = new AllocatorBench();
    bench.addServers(1);
    await bench.process().allocate('arena', ask('a', { places: 2 }));
    const [process, later] = [bench.process(), bench.process()];
    expect(said(await process.allocate('arena', ask('b')))).toBe('full');
    expect(said(await process.allocate('arena', ask('a')))).toBe('arena-1');
    const { memory } = await bench.fakes.fleetMemories.read('arena');
    const deleting = { requestedAt: after(0), force: false };
    await bench.fakes.fleetMemories.write('arena', { ...memory, deleting }, undefined);
    expect(said(await later.allocate('arena', ask('a')))).toBe('arena-1');
    await expect(later.allocate('arena', ask('b'))).rejects.toMatchObject({ code: 'fleet-deleting' });
  });

  test('gets another place once its server has failed', async () => {
    const bench = new AllocatorBench();
    bench.addServers(1, 2);
    await bench.process().allocate('arena', ask('a'));
    bench.fakes.fleetServers.put({ ...bench.server(2), state: 'failed' });
    const process = bench.process();
    expect(await process.find('arena', 'a')).toBeUndefined();
    expect(said(await process.allocate('arena', ask('a')))).toBe('arena-1');
    expect(bench.promised()).toEqual({ 'arena-1': 1 });
    expect(bench.counted()).toEqual({ 'arena-1': 1 });
  });

  test('is told of a fleet that nobody defines, and of more places than a server has', async () => {
    const process = new AllocatorBench().process();
    await expect(process.allocate('duel', ask('a'))).rejects.toMatchObject({ code: 'fleet-unknown' });
    await expect(process.allocate('arena', ask('a', { places: 3 }))).rejects.toMatchObject({
      code: 'invalid-request',
      message: expect.stringContaining('has 2 place(s)'),
    });
  });

  test('finds servers that came since the last look before it is turned away', async () => {
    const bench = new AllocatorBench();
    const process = bench.process();
    expect(said(await process.allocate('arena', ask('a')))).toBe('full');
    bench.addServers(1);
    bench.clock.advanceBy(300);
    expect(said(await process.allocate('arena', ask('a')))).toBe('arena-1');
  });

  test('that is released makes room, however often it is released', async () => {
    const bench = new AllocatorBench();
    bench.addServers(1);
    const process = bench.process();
    await process.allocate('arena', ask('a', { places: 2 }));
    // Another process gives the place back: the first one finds out by itself.
    expect(await bench.process().release('arena', 'a')).toMatchObject({ name: 'arena-1', state: 'ready' });
    expect(await process.release('arena', 'a')).toBeUndefined();
    bench.clock.advanceBy(300);
    expect(said(await process.allocate('arena', ask('b', { places: 2 })))).toBe('arena-1');
    expect(bench.promised()).toEqual({ 'arena-1': 2 });
    expect(bench.counted()).toEqual({ 'arena-1': 2 });
  });

  test('that is released after its server went is forgotten', async () => {
    const bench = new AllocatorBench();
    bench.addServers(1);
    const process = bench.process();
    await process.allocate('arena', ask('a'));
    bench.fakes.fleetServers.rows.clear();
    await bench.process().release('arena', 'a');
    expect(bench.promised()).toEqual({});
  });
});

describe('callers that wait', () => {
  test('keep their turn, are seated in their order, and nobody overtakes them', async () => {
    const bench = new AllocatorBench();
    const process = bench.process();
    expect(await process.allocate('arena', ask('a', { places: 2, wait: true }))).toMatchObject({
      kind: 'waiting',
      isNew: true,
    });
    bench.clock.advanceBy(1_000);
    expect(said(await process.allocate('arena', ask('b', { wait: true })))).toBe('waiting');
    expect(await process.allocate('arena', ask('a', { wait: true }))).toMatchObject({
      kind: 'waiting',
      isNew: false,
    });
    expect(said(await process.allocate('arena', ask('c')))).toBe('full');
    bench.addServers(1);
    expect(await process.seatWaiting('arena')).toBe(1);
    expect(said(await process.find('arena', 'a'))).toBe('arena-1');
    expect(said(await process.find('arena', 'b'))).toBe('waiting');
    await process.release('arena', 'a');
    // What got free is theirs at once.
    expect(said(await process.find('arena', 'b'))).toBe('arena-1');
    expect(bench.counted()).toEqual({ 'arena-1': 1 });
    expect(await bench.fakes.fleetSessions.tickets('arena')).toEqual([]);
  });

  test('are found while they are being seated, between their turn and their place', async () => {
    const bench = new AllocatorBench();
    const other = bench.process();
    await other.allocate('arena', ask('a', { wait: true }));
    bench.addServers(1);
    const process = bench.process({
      async readTicket(fleet, session) {
        await other.seatWaiting(fleet);
        return bench.fakes.fleetSessions.readTicket(fleet, session);
      },
    });
    expect(said(await process.find('arena', 'a'))).toBe('arena-1');
  });

  test('lose their turn with its time, and get a new one at the end', async () => {
    const bench = new AllocatorBench({ ticketSeconds: 60 });
    const process = bench.process();
    await process.allocate('arena', ask('a', { wait: true }));
    bench.clock.advanceBy(60_000);
    expect(await process.find('arena', 'a')).toBeUndefined();
    await process.allocate('arena', ask('b', { wait: true }));
    bench.clock.advanceBy(1);
    expect(await process.allocate('arena', ask('a', { wait: true }))).toMatchObject({ isNew: true });
    bench.clock.advanceBy(59_999);
    expect(await process.seatWaiting('arena')).toBe(0);
    expect((await bench.fakes.fleetSessions.tickets('arena')).map(({ session }) => session)).toEqual(['a']);
  });

  test('leave by a release, even if they are seated at that moment', async () => {
    const bench = new AllocatorBench();
    const waiting = bench.process();
    await waiting.allocate('arena', ask('a', { wait: true }));
    await waiting.allocate('arena', ask('b', { wait: true }));
    await bench.process().release('arena', 'b');
    bench.addServers(1);
    const seatedBefore = bench.process({
      removeTicket: async (fleet, session) => {
        await waiting.seatWaiting(fleet);
        await bench.fakes.fleetSessions.removeTicket(fleet, session);
      },
    });
    await seatedBefore.release('arena', 'a');
    expect(await waiting.seatWaiting('arena')).toBe(0);
    expect(bench.promised()).toEqual({});
    expect(bench.counted()).toEqual({});
  });
});

test('the times of the last allocations are told by the process that made them', async () => {
  const bench = new AllocatorBench({ sessionsPerServer: 5_000 });
  bench.addServers(1);
  let tookMs = 5;
  const process = bench.process({
    change: async (fleet, change) => {
      bench.clock.advanceBy(tookMs);
      return bench.fakes.fleetSessions.change(fleet, change);
    },
  });
  expect(process.times('arena')).toBeUndefined();
  for (let n = 0; n < 9; n += 1) await process.allocate('arena', ask(`s${n}`));
  tookMs = 80;
  await process.allocate('arena', ask('slow'));
  expect(process.times('arena')).toEqual({ count: 10, medianMs: 5, p99Ms: 80 });
  expect(bench.process().times('arena')).toBeUndefined();
});

test('many servers are looked at more seldom than few, and at once before anybody is turned away', async () => {
  const looksAfter = async (servers: number, ...seconds: number[]) => {
    const bench = new AllocatorBench({ sessionsPerServer: 100 });
    bench.addServers(...Array.from({ length: servers }, (_, n) => n + 1));
    let looks = 0;
    const process = bench.process({
      tickets: async () => {
        looks += 1;
        return [];
      },
    });
    const counts: number[] = [];
    for (const each of [0, ...seconds]) {
      bench.clock.advanceBy(each * 1_000);
      await process.allocate('arena', ask(`s${counts.length}`));
      counts.push(looks);
    }
    return counts;
  };
  expect(await looksAfter(10, 0.9, 0.2)).toEqual([1, 1, 2]);
  expect(await looksAfter(1_000, 4.9, 0.2)).toEqual([1, 1, 2]);
});

describe('leases', () => {
  test('end places that nobody renewed, also where a process died in the middle of it', async () => {
    const bench = new AllocatorBench({ leaseSeconds: 60, sessionsPerServer: 5 });
    bench.addServers(1);
    const process = bench.process();
    for (const session of ['a', 'b', 'c']) await process.allocate('arena', ask(session));
    bench.clock.advanceBy(30_000);
    await process.allocate('arena', ask('b'));
    bench.clock.advanceBy(30_000);
    expect(await process.find('arena', 'a')).toBeUndefined();
    const dying = bench.process({
      change: async () => {
        throw new Error('The process ends here, as the test wants it.');
      },
    });
    await expect(dying.releaseExpired('arena')).rejects.toThrow('as the test wants it');
    expect(await process.releaseExpired('arena')).toBe(2);
    expect(await process.releaseExpired('arena')).toBe(0);
    expect(bench.promised()).toEqual({ 'arena-1': 1 });
    expect(bench.counted()).toEqual({ 'arena-1': 1 });
  });

  test('that are renewed at the moment of their end go on', async () => {
    const bench = new AllocatorBench({ leaseSeconds: 60 });
    bench.addServers(1);
    const process = bench.process();
    await process.allocate('arena', ask('a'));
    bench.clock.advanceBy(60_000);
    const slow = bench.process({
      expired: async (...args) => {
        const found = await bench.fakes.fleetSessions.expired(...args);
        await process.allocate('arena', ask('a'));
        return found;
      },
    });
    expect(await slow.releaseExpired('arena')).toBe(0);
    expect(said(await process.find('arena', 'a'))).toBe('arena-1');
  });

  test('that are about to end begin anew for whoever asks', async () => {
    const bench = new AllocatorBench({ leaseSeconds: 60 });
    bench.addServers(1);
    const process = bench.process();
    await process.allocate('arena', ask('a'));
    bench.clock.advanceBy(60_000);
    const between = bench.process({
      change: async (fleet, change) => {
        await process.allocate('arena', ask('a'));
        return bench.fakes.fleetSessions.change(fleet, change);
      },
    });
    await between.releaseExpired('arena');
    expect(said(await process.find('arena', 'a'))).toBe('arena-1');
    expect(bench.promised()).toEqual({ 'arena-1': 1 });
    expect(bench.counted()).toEqual({ 'arena-1': 1 });
  });
});

describe('processes beside each other', () => {
  test('never promise a place twice, and lose none, whoever comes and goes', async () => {
    const bench = new AllocatorBench({ sessionsPerServer: 7 });
    bench.addServers(...Array.from({ length: 40 }, (_, n) => n + 1));
    const processes = [bench.process(), bench.process(), bench.process()];
    const at = (n: number) => processes[n % processes.length] as (typeof processes)[number];
    const sessions = Array.from({ length: 240 }, (_, n) => `s${n}`);
    // Each is asked for at two of them at once.
    const answers = await Promise.all(
      sessions.flatMap((session, n) =>
        [at(n), at(n + 1)].map((process) => process.allocate('arena', ask(session))),
      ),
    );
    answers.forEach((answer, n) => {
      const twin = answers[n % 2 === 0 ? n + 1 : n - 1];
      expect(said(answer)).toMatch(/^arena-/);
      expect(said(answer)).toBe(said(twin));
    });
    await Promise.all(
      sessions.map((session, n) =>
        n % 3 === 0 ? at(n).release('arena', session) : at(n + 2).allocate('arena', ask(`more-${n}`)),
      ),
    );
    const { promised, counted } = { promised: bench.promised(), counted: bench.counted() };
    expect(counted).toEqual(promised);
    expect(Math.max(...Object.values(promised))).toBeLessThanOrEqual(7);
    expect(Object.values(promised).reduce((sum, places) => sum + places, 0)).toBe(280);
  });

  test('serve more callers at once than one change has room for', async () => {
    const bench = new AllocatorBench({ sessionsPerServer: 1 });
    bench.addServers(...Array.from({ length: 120 }, (_, n) => n + 1));
    const changed: number[] = [];
    const process = bench.process({
      change: async (fleet, change) => {
        changed.push(change.servers.length + change.add.length);
        return bench.fakes.fleetSessions.change(fleet, change);
      },
    });
    const sessions = Array.from({ length: 120 }, (_, n) => `s${n}`);
    const answers = await Promise.all(sessions.map((session) => process.allocate('arena', ask(session))));
    expect(new Set(answers.map(said)).size).toBe(120);
    expect(Math.max(...changed)).toBe(100);
    // Each row is written once.
    expect(changed.reduce((sum, rows) => sum + rows, 0)).toBe(240);
  });

  test('count a change once whose answer was lost', async () => {
    const bench = new AllocatorBench();
    bench.addServers(1, 2);
    let isLost = true;
    const process = bench.process({
      change: async (fleet, change) => {
        const result = await bench.fakes.fleetSessions.change(fleet, change);
        // As the SDK does, which sends it again and hears that it is there already.
        return isLost && result.kind === 'written' ? bench.fakes.fleetSessions.change(fleet, change) : result;
      },
    });
    expect(said(await process.allocate('arena', ask('a')))).toBe('arena-2');
    isLost = false;
    expect(said(await process.allocate('arena', ask('b')))).toBe('arena-2');
    expect(bench.promised()).toEqual({ 'arena-2': 2 });
    expect(bench.counted()).toEqual({ 'arena-2': 2 });
    isLost = true;
    await process.release('arena', 'a');
    expect(bench.counted()).toEqual({ 'arena-2': 1 });
  });

  test('do not take a server that began to drain since the last look', async () => {
    const bench = new AllocatorBench();
    bench.addServers(1, 2);
    const process = bench.process();
    await process.allocate('arena', ask('a'));
    bench.fakes.fleetServers.put({ ...bench.server(2), state: 'draining' });
    expect(said(await process.allocate('arena', ask('b')))).toBe('arena-1');
    expect(bench.counted()).toEqual({ 'arena-1': 1, 'arena-2': 1 });
  });

  test('pass on what the storage answers, and begin with a new look', async () => {
    const bench = new AllocatorBench();
    bench.addServers(1);
    let isOut = true;
    const process = bench.process({
      change: async (fleet, change) => {
        if (!isOut) return bench.fakes.fleetSessions.change(fleet, change);
        await bench.fakes.fleetSessions.change(fleet, change);
        throw new Error('The storage is out, as the test wants it.');
      },
    });
    await expect(process.allocate('arena', ask('a'))).rejects.toThrow('as the test wants it');
    isOut = false;
    expect(said(await process.allocate('arena', ask('a')))).toBe('arena-1');
    expect(bench.counted()).toEqual({ 'arena-1': 1 });
  });
});

test('players that came without an allocation take places, too', async () => {
  const bench = new AllocatorBench();
  bench.addServers(1);
  await bench.fakes.serverBeats.write('arena', 'arena-1', { at: after(0), sessions: 2 });
  expect(said(await bench.process().allocate('arena', ask('a')))).toBe('full');
  bench.fakes.fleetServers.put(aServer(2));
  expect(said(await bench.process().allocate('arena', ask('a')))).toBe('arena-2');
});
