import type { RunningContainer } from '../runtime/container-runtime.ts';
import type { Check, CheckResult } from './watch-probe.ts';

/** How much of a command's output is told. */
const toldBytes = 200;

/** Runs a command in a container; well is exit code 0. */
export function checkCommand(container: RunningContainer, command: string[]): Check {
  let abort = (): void => {};
  const result = new Promise<CheckResult>((resolve) => {
    let output = Buffer.alloc(0);
    const session = container.exec(
      command,
      {},
      {
        output(data) {
          if (output.length < toldBytes) output = Buffer.concat([output, data]);
        },
        ended(end) {
          if ('message' in end) resolve(end.message);
          else if (end.exitCode === 0) resolve(undefined);
          else resolve(`exit code ${end.exitCode}: ${output.toString('utf8', 0, toldBytes).trim()}`);
        },
      },
    );
    abort = session.kill;
  });
  return { result, abort: () => abort() };
}
