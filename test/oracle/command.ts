/** `npm run oracle -- APPDIR`: serves one app on the real Durable extension until SIGINT or SIGTERM. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type OracleOptions, startOracle } from './start-oracle.ts';

const usage = `Usage: npm run oracle -- APPDIR [--port N] [--storage CONNECTION] [--verbose] [--max-timer hh:mm:ss --timer-interval hh:mm:ss]

Serves a built Node v4-model functions app on the real Durable Functions extension, until Ctrl-C. Needs the .NET 10 SDK.
`;

function readOptions(args: string[]): OracleOptions {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      storage: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      'max-timer': { type: 'string' },
      'timer-interval': { type: 'string' },
    },
  });
  const [directory] = positionals;
  if (directory === undefined || positionals.length > 1) throw new Error('Name the directory of one app.');
  const { 'max-timer': maxTimer, 'timer-interval': timerInterval, port, storage, verbose } = values;
  return {
    // npm changes to the package's folder; the path was meant from where the user stands.
    appDirectory: resolve(process.env.INIT_CWD ?? '', directory),
    ...(port !== undefined && { port: Number(port) }),
    ...(storage !== undefined && { storage }),
    ...(maxTimer !== undefined && { maxTimer }),
    ...(timerInterval !== undefined && { timerInterval }),
    verbose,
    log: (line) => process.stderr.write(`${line}\n`),
  };
}

try {
  const oracle = await startOracle(readOptions(process.argv.slice(2)));
  process.stdout.write(`Ready: ${oracle.origin}\n`);
  let isEnding = false;
  const end = (exitCode: number): void => {
    if (isEnding) return;
    isEnding = true;
    oracle.stop().then(() => process.exit(exitCode));
  };
  process.on('SIGINT', () => end(0)).on('SIGTERM', () => end(0));
  void oracle.exited.then((code) => end(code));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n\n${usage}`);
  process.exit(1);
}
