import { parseArgs } from 'node:util';
import { type HostName, hosts } from './hosts.ts';
import type { RandomRun } from './random/run-random.ts';

export const usage = `Usage: npm run conformance [-- OPTIONS]

Plays the scenarios on our own host and compares with what the real one answered. With CONFORMANCE_URL, plays those of one host
on the host there, which serves the app that --app wrote; CONFORMANCE_MASTER_KEY is its key where it asks for keys.

  --only TEXT,TEXT          scenarios in whose names one of the texts stands
  --host NAME               one of hosts.ts; main by default
  --app DIRECTORY           writes the app with the host.json of --host, for any Functions host
  --record [--new]          plays on the real extension and writes the record; --new: what was never recorded. Scenarios of the
                            Functions host are played on a real one: with CONFORMANCE_URL and --host
  --table                   writes docs/conformance.md
  --random [COUNT]          runs so many random programs, 100 by default, on our host and on the real extension, and tells
                            where they end in different ways; needs the .NET 10 SDK
  --seed SEED               another whole number, other programs; one of the clock by default
  --index N [--shrink]      only program N of the seed; --shrink: a smaller one that differs, too, if there is one
  --help                    this text`;

export type Options = {
  help: boolean;
  only: readonly string[];
  host: HostName;
  app?: string;
  record: boolean;
  new: boolean;
  table: boolean;
  random?: RandomRun;
};

/** What the command line asks for; throws an Error that says what is wrong with it. */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      new: { type: 'boolean', default: false },
      table: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      app: { type: 'string' },
      host: { type: 'string', default: 'main' },
      random: { type: 'boolean', default: false },
      seed: { type: 'string' },
      index: { type: 'string' },
      shrink: { type: 'boolean', default: false },
    },
  });
  const { help, record, new: isNew, table, app, random, seed, index, shrink } = values;
  const [count, tooMuch] = random ? [positionals[0], positionals[1]] : [undefined, positionals[0]];
  if (tooMuch !== undefined) throw new Error(`Nobody knows what "${tooMuch}" is for.`);
  if (!random && (seed ?? index) !== undefined) throw new Error('--seed and --index belong to --random.');
  if (shrink && index === undefined) throw new Error('--shrink belongs to --index.');
  if (index !== undefined && seed === undefined) throw new Error('--index takes the --seed of its program.');
  if (index !== undefined && count !== undefined) throw new Error('Give a COUNT or an --index, not both.');
  return {
    help,
    only: values.only.split(','),
    host: knownHost(values.host),
    ...(app !== undefined && { app }),
    record,
    new: isNew,
    table,
    ...(random && { random: randomRun({ count, seed, index, shrink }) }),
  };
}

function randomRun(given: {
  count: string | undefined;
  seed: string | undefined;
  index: string | undefined;
  shrink: boolean;
}): RandomRun {
  const seed = given.seed === undefined ? Date.now() % 1_000_000_000 : whole('--seed', given.seed, 0);
  return given.index === undefined
    ? { seed, count: given.count === undefined ? 100 : whole('--random', given.count, 1) }
    : { seed, index: whole('--index', given.index, 0), shrink: given.shrink };
}

/** Seeds have 31 bits. */
function whole(option: string, text: string, least: number): number {
  const value = Number(text);
  if (/^-?\d+$/.test(text) && value >= least && value < 2 ** 31) return value;
  throw new Error(`${option} takes a whole number from ${least} to ${2 ** 31 - 1}, not "${text}".`);
}

function knownHost(name: string): HostName {
  if (Object.hasOwn(hosts, name)) return name as HostName;
  throw new Error(`No host "${name}". There are: ${Object.keys(hosts).join(', ')}.`);
}
