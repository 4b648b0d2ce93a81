import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type RuntimeChoice, runtimeChoices } from './choose-runtime.ts';
import { portNames } from './port-names.ts';

export type CommandLine = {
  /** The Functions host's port; the other parts take the next ones. 0: any free ports. */
  port: number;
  dataDirectory: string;
  catalogFile: string | undefined;
  containers: RuntimeChoice;
  reset: boolean;
  json: boolean;
  exit: boolean;
  /** How many players come to each fleet of the catalog and go again; none when absent. */
  players: number | undefined;
};

export const defaultPort = 7071;

/** Ports that the local cloud takes, from the given one upwards. */
export const portCount = portNames.length;

export const usage = `Usage: npm start -- [options]

  --exit            publish, fetch the page, stop; exit code 0 when the page came, 1 otherwise
  --port N          port of the Functions host, default ${defaultPort}; the next ${portCount - 1} are taken too; 0: any free ones
  --data DIR        where state is kept, default .slipway
  --catalog FILE    the catalog to serve, default samples/catalog.json
  --players N       let up to N players come to each fleet of the catalog, and go again
  --containers HOW  engine: on Docker or Podman; process: without; auto, the default: on an engine if one answers
  --reset           delete all state first
  --json            one JSON event per line instead of the screen
  --help            this text`;

/** Reads the command's arguments; a mistake is a text that says what to do. */
export function parseCommandLine(
  args: readonly string[],
): { kind: 'run'; options: CommandLine } | { kind: 'help' } | { kind: 'mistake'; message: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        exit: { type: 'boolean', default: false },
        port: { type: 'string', default: String(defaultPort) },
        data: { type: 'string', default: '.slipway' },
        catalog: { type: 'string' },
        players: { type: 'string' },
        containers: { type: 'string', default: 'auto' },
        reset: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const port = Number(values.port);
    if (!/^\d+$/.test(values.port) || port > 65_535 - portCount) {
      return {
        kind: 'mistake',
        message: `--port takes a number from 0 to ${65_535 - portCount}, not "${values.port}".`,
      };
    }
    const containers = runtimeChoices.find((choice) => choice === values.containers);
    if (!containers) {
      return {
        kind: 'mistake',
        message: `--containers takes ${runtimeChoices.join(', ')}, not "${values.containers}".`,
      };
    }
    if (values.players !== undefined && !/^[1-9]\d{0,3}$/.test(values.players)) {
      return {
        kind: 'mistake',
        message: `--players takes a number from 1 to 9999, not "${values.players}".`,
      };
    }
    return {
      kind: 'run',
      options: {
        port,
        dataDirectory: resolve(values.data),
        catalogFile: values.catalog === undefined ? undefined : resolve(values.catalog),
        containers,
        reset: values.reset,
        json: values.json,
        exit: values.exit,
        players: values.players === undefined ? undefined : Number(values.players),
      },
    };
  } catch (error) {
    return { kind: 'mistake', message: (error as Error).message };
  }
}
