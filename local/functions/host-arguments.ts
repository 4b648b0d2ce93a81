import { randomInt } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Imitation } from '../durable/index.ts';
import { completeImitation, parseImitation } from './imitate-argument.ts';

export type HostArguments = {
  appDirectory: string;
  /** Undefined: what local.settings.json says, else 7071. */
  port: number | undefined;
  /** Where durable state, keys and timers are kept; undefined: in memory. */
  dataDirectory: string | undefined;
  verbose: boolean;
  /** Show what orchestrators log again in a replay. */
  showReplay: boolean;
  /** Undefined: nothing. */
  imitateAzure: Imitation | undefined;
  /** Load the app anew when its files change. */
  watch: boolean;
  /** Node's own flag, for the process that runs the app: `--inspect`, `--inspect-brk`, with a port or without. */
  inspect: string | undefined;
};

/** The port is optional, which `parseArgs` does not know. */
const inspectFlag = /^--inspect(-brk)?(=(127\.0\.0\.1:)?\d{1,5})?$/;

/** How people have called it: this is the command of a checkout and that of an installed package. */
const command = /^slipway-host/.test(basename(process.argv[1] ?? '')) ? 'slipway-host' : 'npm run host --';

export const usage = `Usage: ${command} APPDIR [--port N] [--data DIR] [--memory] [--no-watch] [--inspect] [--verbose] [--show-replay] [--imitate-azure]

Serves a built Node v4-model functions app, durable functions included, until Ctrl-C.

  APPDIR      the app: package.json with "main", host.json, local.settings.json
  --port N    where to listen; LocalHttpPort of local.settings.json or 7071 by default, 0 for any free port
  --data DIR  where durable state, keys, timers and Azurite's data are kept; APPDIR/.slipway-host by default
  --memory    keep nothing, not even when the app is loaded anew
  --no-watch  do not load the app anew when its files change
  --inspect   let a debugger attach on port 9229, or on another: --inspect=PORT; --inspect-brk waits for it
  --verbose   debug lines too
  --show-replay
              what orchestrators log in each replay too; by default each line is shown once
  --imitate-azure[=timers,redelivery,order[:SEED]]
              fire timers up to a second early, run interrupted activities again only after five
              minutes, deliver messages in random orders; without a list all of it
`;

/** A mistake in the command's arguments; the text says what to do. */
export class UsageError extends Error {}

/** Reads the command line; throws UsageError. */
export function parseHostArguments(args: readonly string[], cwd: string, npmCwd = cwd): HostArguments {
  const { values, positionals } = parse(args);
  const [given, ...more] = positionals;
  if (given === undefined) throw new UsageError(`Name the directory of the app: ${command} APPDIR`);
  if (more.length > 0) throw new UsageError(`One app at a time: "${more.join(' ')}" is too much.`);
  if (values.memory && values.data !== undefined)
    throw new UsageError('--memory keeps nothing, --data DIR keeps everything there: choose one of them.');
  // npm changes to the package's folder; the path was meant from where the user stands.
  const appDirectory = [resolve(cwd, given), resolve(npmCwd, given)].find(isDirectory);
  if (appDirectory === undefined)
    throw new UsageError(
      `"${resolve(npmCwd, given)}" is no directory. Name the folder that holds the app's package.json.`,
    );
  const data = values.data === undefined ? join(appDirectory, '.slipway-host') : resolve(npmCwd, values.data);
  return {
    appDirectory,
    port: parsePort(values.port),
    dataDirectory: values.memory ? undefined : data,
    verbose: values.verbose ?? false,
    showReplay: values['show-replay'] ?? false,
    imitateAzure: imitation(values['imitate-azure']),
    watch: !values['no-watch'],
    inspect: args.find((argument) => inspectFlag.test(argument)),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: completeImitation(args.filter((argument) => !inspectFlag.test(argument))),
      allowPositionals: true,
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        memory: { type: 'boolean' },
        'no-watch': { type: 'boolean' },
        verbose: { type: 'boolean' },
        'show-replay': { type: 'boolean' },
        'imitate-azure': { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function imitation(text: string | undefined): Imitation | undefined {
  if (text === undefined) return undefined;
  try {
    return parseImitation(text, () => randomInt(1_000_000));
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function parsePort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new UsageError(`--port "${text}" is no port. Write a number from 0 to 65535, as in --port 7071.`);
  return port;
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
