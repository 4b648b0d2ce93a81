import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { HostKeeper, type HostProcess } from '../../../local/functions/process/host-keeper.ts';
import type { FromHost, ToHost } from '../../../local/functions/process/messages.ts';

/** A host's process that does what the test says. */
class FakeHost implements HostProcess {
  readonly heard: string[] = [];
  underway: Socket[] = [];
  #onMessage: (message: FromHost) => void = () => {};
  #onExit: (exitCode: number) => void = () => {};

  workerExit: string | undefined;

  send = (message: ToHost): void => {
    this.heard.push(message.kind);
    if (message.kind === 'start') this.workerExit = message.workerExit;
  };
  give = (): boolean => true;
  notTaken = (): Socket[] => this.underway;
  kill = (): void => {
    this.heard.push('KILL');
    this.exits(137);
  };
  onMessage(listener: (message: FromHost) => void): void {
    this.#onMessage = listener;
  }
  onExit(listener: (exitCode: number) => void): void {
    this.#onExit = listener;
  }
  says(message: FromHost): void {
    this.#onMessage(message);
  }
  isReady = (rest: { functionTimeoutMs?: number; activitiesFailed?: number } = {}): void =>
    this.says({
      kind: 'ready',
      functions: ['f: [GET] http://127.0.0.1:7071/api/f'],
      activitiesFailed: 0,
      ...rest,
    });
  exits(exitCode: number): void {
    const listener = this.#onExit;
    this.#onExit = () => {};
    listener(exitCode);
  }
}

function bench(given: { watches?: boolean; forksEarly?: boolean } = {}) {
  const clock = new VirtualClock();
  const hosts: FakeHost[] = [];
  const log: string[] = [];
  const ends: number[] = [];
  const room: string[] = [];
  let readies = 0;
  const keeper = new HostKeeper({
    fork() {
      const host = new FakeHost();
      hosts.push(host);
      return host;
    },
    room: {
      port: 7071,
      sendTo: () => void room.push('sendTo'),
      takeBack: (sockets) => void (sockets.length > 0 && room.push(`takeBack ${sockets.length}`)),
      hold: () => void room.push('hold'),
      refuse: () => void room.push('refuse'),
    },
    clock,
    log: (_, message) => void log.push(message),
    watches: true,
    forksEarly: true,
    onReady: () => {
      readies += 1;
    },
    onEnd: (exitCode) => void ends.push(exitCode),
    ...given,
  });
  const host = (index: number): FakeHost => {
    const found = hosts[index];
    if (!found) throw new Error(`There is no host ${index}.`);
    return found;
  };
  keeper.start();
  return { keeper, clock, hosts, host, log, ends, room, readies: () => readies };
}

/** A bench whose first host answers. */
function serving(given: Parameters<typeof bench>[0] = {}) {
  const all = bench(given);
  all.host(0).isReady();
  return all;
}

test('a change starts the next host at once, which loads the app when the first has let go', () => {
  const { keeper, host, room, log, readies } = serving();
  keeper.reload('Changed: a.js.');
  expect([host(0).heard, host(1).heard]).toEqual([['start', 'handOver'], []]);
  host(0).says({ kind: 'released' });
  expect(host(1).heard).toEqual(['start']);
  host(1).isReady();
  expect(room).toEqual(['sendTo', 'hold', 'sendTo']);
  expect(log).toEqual([
    'Functions:\n  f: [GET] http://127.0.0.1:7071/api/f',
    'Changed: a.js. Loading the app anew.',
    'Serving again after 0.0 s, 1 functions.',
  ]);
  expect(readies()).toBe(1);
});

test('with a debugger the next host starts when its port is free', () => {
  const { keeper, hosts, host } = serving({ forksEarly: false });
  keeper.reload('Changed.');
  expect(hosts).toHaveLength(1);
  host(0).says({ kind: 'released' });
  expect(host(1).heard).toEqual(['start']);
});

test('changes while a host hands over are one change, one while the next loads is another', () => {
  const { keeper, hosts, host } = serving();
  keeper.reload('Changed: a.js.');
  keeper.reload('Changed: b.js.');
  host(0).says({ kind: 'released' });
  keeper.reload('Changed: c.js.');
  expect(hosts).toHaveLength(2);
  host(1).isReady();
  expect(host(1).heard).toEqual(['start', 'handOver']);
});

test('a host that does not let go is killed, and the next takes over', () => {
  const { keeper, clock, host } = serving();
  keeper.reload('Changed.');
  clock.advanceBy(10_000);
  expect(host(0).heard).toEqual(['start', 'handOver', 'KILL']);
  expect(host(1).heard).toEqual(['start']);
});

test('a host that has let go and does not end is killed', () => {
  const { keeper, clock, host } = serving();
  keeper.reload('Changed.');
  host(0).says({ kind: 'released' });
  host(1).isReady();
  clock.advanceBy(40_000);
  expect(host(0).heard).toContain('KILL');
  expect(host(1).heard).not.toContain('KILL');
});

test('a host that ends by itself is replaced, and connections that it never took wait for the next', () => {
  const { host, room, log } = serving();
  host(0).underway = [{} as Socket];
  host(0).exits(1);
  expect(host(1).heard).toEqual(['start']);
  expect(room).toEqual(['sendTo', 'hold', 'takeBack 1']);
  expect(log[1]).toContain("The app's process ended with 1 and is started again.");
});

test('a host that ends five times within half a minute is not started again until a file changes', () => {
  const { keeper, clock, hosts, host, log, room, ends } = serving();
  for (let index = 0; index < 5; index += 1) {
    host(index).exits(1);
    clock.advanceBy(1000);
  }
  expect(hosts).toHaveLength(5);
  expect(log.at(-1)).toBe(
    "The app's process ended 5 times within 30 s.\nThe host is down until a file of the app changes.",
  );
  expect([room.at(-1), ends]).toEqual(['refuse', []]);
  keeper.reload('Changed.');
  expect(host(5).heard).toEqual(['start']);
});

test('crashes that are far apart are no reason to give up', () => {
  const { clock, hosts, host } = serving();
  for (let index = 0; index < 10; index += 1) {
    host(index).exits(1);
    clock.advanceBy(8000);
  }
  expect(hosts).toHaveLength(11);
});

test.each([
  ['before it ever answered', { watches: true }, false],
  ['when nobody watches for a change', { watches: false }, true],
])('a host that dies again and again ends the command %s', (_, given, answeredFirst) => {
  const { host, hosts, ends } = answeredFirst ? serving(given) : bench(given);
  for (let index = 0; index < 5; index += 1) host(index).exits(1);
  expect([hosts.length, ends]).toEqual([5, [1]]);
});

test('a first start that fails ends the command with the reason', () => {
  const { host, log, ends } = bench();
  host(0).says({ kind: 'failed', reason: 'host.json is wrong' });
  host(0).exits(1);
  expect([log, ends]).toEqual([['host.json is wrong'], [1]]);
});

test('a later start that fails leaves calls refused until the next change', () => {
  const { keeper, host, room, ends } = serving();
  keeper.reload('Changed.');
  host(0).says({ kind: 'released' });
  host(1).says({ kind: 'failed', reason: 'host.json is wrong' });
  host(1).exits(1);
  expect([room.at(-1), ends]).toEqual(['refuse', []]);
  keeper.reload('Changed.');
  host(2).isReady();
  expect(room.at(-1)).toBe('sendTo');
});

test('a stop ends every process, also one that is still leaving, and then the command', () => {
  const { keeper, host, ends } = serving();
  keeper.reload('Changed.');
  host(0).says({ kind: 'released' });
  keeper.stop();
  expect([host(0).heard.at(-1), host(1).heard.at(-1)]).toEqual(['stop', 'stop']);
  host(0).exits(0);
  expect(ends).toEqual([]);
  host(1).exits(0);
  expect(ends).toEqual([0]);
});

test('a second stop does not wait, nor does a first one for ever', () => {
  const impatient = serving();
  impatient.keeper.stop();
  impatient.keeper.stop();
  expect([impatient.host(0).heard.at(-1), impatient.ends]).toEqual(['KILL', [130]]);
  const stuck = serving();
  stuck.keeper.stop();
  stuck.clock.advanceBy(25_000);
  expect(stuck.host(0).heard.at(-1)).toBe('KILL');
});

test('a restart asked of the host is a reload', () => {
  const { host } = serving();
  host(0).says({ kind: 'restartAsked' });
  expect(host(0).heard.at(-1)).toBe('handOver');
});

test('the next host is told how the last one ended, unless somebody else has killed it', () => {
  const { host } = serving();
  host(0).exits(255);
  expect(host(1).workerExit).toBe('node exited with code 255 (0xFF)');
  host(1).isReady();
  host(1).exits(137);
  expect(host(2).workerExit).toBeUndefined();
});

test('ends that activities have paid for are no reason to give up', () => {
  const { host, hosts } = serving();
  for (let n = 0; n < 20; n++) {
    host(n).exits(1);
    host(n + 1).isReady({ activitiesFailed: 1 });
  }
  expect(hosts).toHaveLength(21);
});

test('a host that says nothing for longer than a function may take is killed, one that speaks is not', () => {
  const { clock, host, log } = bench();
  host(0).isReady({ functionTimeoutMs: 5_000 });
  for (let second = 0; second < 20; second++) {
    clock.advanceBy(1_000);
    host(0).says({ kind: 'alive' });
  }
  expect(host(0).heard).toEqual(['start']);
  clock.advanceBy(6_000);
  expect(host(0).heard).toEqual(['start', 'KILL']);
  expect(log[1]).toContain('longer than functionTimeout, 5 s');
  expect(host(1).workerExit).toBe('node exited with code 137 (0x89)');
});
