import { setTimeout as sleep } from 'node:timers/promises';
import { type CalledHost, Caller, type Status } from '../caller.ts';
import { normalise } from '../normalise.ts';
import { isBranch } from './lawful.ts';
import { type Hands, type Listed, Outside } from './outside.ts';
import type { Program } from './program.ts';

export type NamedProgram = { instanceId: string; program: Program };

/** What must be the same on two hosts. */
export type Ended = {
  runtimeStatus: string;
  output: unknown;
  customStatus: unknown;
  /** As it happened where that is certain, else in the order of its text. */
  history: unknown[];
};

const pollMs = 200;
/** Above every timer of programs, and the seconds by which the storage's queues are late. */
const standstillMs = 20_000;
const finalStates = ['Completed', 'Failed', 'Terminated', 'Canceled'];

/**
 * Runs programs side by side on a host and answers how each of them ended, or how it stands when nothing has moved for long.
 * Their ids begin with `prefix`, and no other's do.
 */
export async function playPrograms(
  programs: readonly NamedProgram[],
  prefix: string,
  host: CalledHost,
): Promise<Ended[]> {
  const caller = new Caller(prefix, host);
  const hands = handsOf(caller);
  const outside = new Outside();
  for (const { instanceId, program } of programs) await caller.start('Program', program, instanceId);
  const open = new Set(programs.map(({ instanceId }) => instanceId));
  let last = '';
  for (let still = Date.now(); open.size > 0 && Date.now() - still < standstillMs; ) {
    const listed = await hands.list();
    for (const one of listed) if (finalStates.includes(one.runtimeStatus)) open.delete(one.instanceId);
    const isServed = await outside.serve({ ...hands, list: async () => listed });
    const now = JSON.stringify(listed);
    if (isServed || now !== last) still = Date.now();
    last = now;
    if (!isServed) await sleep(pollMs);
  }
  return Promise.all(
    programs.map(async ({ instanceId, program }) => endOf(await caller.status(instanceId), program)),
  );
}

function endOf({ runtimeStatus, output, customStatus, historyEvents = [] }: Status, program: Program): Ended {
  const ended = normalise({ runtimeStatus, output, customStatus }) as Omit<Ended, 'history'>;
  const rows = historyEvents.map((row) => normalise({ ...row, Input: readable(row.Input) }));
  if (isSequential(program)) return { ...ended, history: rows };
  // Ids that the engine gives count what was started before, in whichever order that was.
  const texts = rows.map((row) => JSON.stringify(row).replace(/<guid>:\d+/g, '<guid>:<n>'));
  return { ...ended, history: texts.sort() };
}

/** An input as it stands in the history, but read where it tells of an exception: its dump is not comparable. */
function readable(input: unknown): unknown {
  return typeof input === 'string' && input.includes('System.Exception') ? JSON.parse(input) : input;
}

/** Whether one thing happens after another: nothing is awaited together, and nothing comes from outside. */
function isSequential({ steps, uncaught }: Program): boolean {
  if (uncaught?.kind === 'all') return false;
  const together = ['all', 'any', 'add'];
  return steps.every((step) =>
    isBranch(step)
      ? !together.includes(step.kind)
      : ['status', 'sleep', 'cancelled', 'again'].includes(step.kind),
  );
}

function handsOf(caller: Caller): Hands {
  const post = (path: string): Promise<unknown> => caller.post(`instances/${path}`);
  return {
    list: () => listed(caller),
    raise: (instanceId, name, value) =>
      caller.raise(encodeURIComponent(name), value, encodeURIComponent(instanceId)),
    suspend: (instanceId) => post(`${instanceId}/suspend?reason=pause`),
    resume: (instanceId) => post(`${instanceId}/resume?reason=pause`),
    terminate: (instanceId, reason) => post(`${instanceId}/terminate?reason=${encodeURIComponent(reason)}`),
  };
}

async function listed(caller: Caller): Promise<Listed[]> {
  const all: Listed[] = [];
  let token = '';
  do {
    const { body, headers } = await caller.get(
      `instances?top=1000&instanceIdPrefix=${caller.id()}`,
      token === '' ? {} : { 'x-ms-continuation-token': token },
    );
    all.push(...(body as Listed[]));
    token = headers['x-ms-continuation-token'] ?? '';
  } while (token !== '' && token !== 'null');
  return all;
}
