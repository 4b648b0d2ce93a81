import { parseHostArguments, UsageError, usage } from './host-arguments.ts';
import { runHost } from './run-host.ts';

/** `npm run host -- APPDIR`: serves one app until SIGINT or SIGTERM. Exit codes: 0 ended, 1 failed, 2 wrong arguments. */
async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) {
    process.stdout.write(usage);
    return;
  }
  const host = await runHost(parseHostArguments(args, process.cwd(), process.env.INIT_CWD), (line) =>
    process.stderr.write(line),
  );
  const end = (): void => {
    // A second signal does not wait for running functions.
    for (const signal of signals) process.on(signal, () => process.exit(130));
    host.stop().then(
      () => process.exit(0),
      (error) => fail(error, 1),
    );
  };
  for (const signal of signals) process.once(signal, end);
  process.stdout.write(`Ready: ${host.origin}\n`);
}

const signals = ['SIGINT', 'SIGTERM'] as const;

function fail(error: unknown, exitCode: number): void {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${reason}\n${error instanceof UsageError ? `\n${usage}` : ''}`);
  process.exit(exitCode);
}

main(process.argv.slice(2)).catch((error) => fail(error, error instanceof UsageError ? 2 : 1));
