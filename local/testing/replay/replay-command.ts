import { TrapError } from '../trap-error.ts';
import { replayHistory } from './replay-history.ts';

type Io = { out(line: string): void; error(line: string): void };

/** `npm run replay -- FILE ...`: replays saved histories on an app's orchestrators; resolves with the exit code. */
export async function replayCommand(
  files: readonly string[],
  register: () => void,
  io: Io = { out: (line) => console.log(line), error: (line) => console.error(line) },
): Promise<number> {
  if (files.length === 0) {
    io.error(
      'Usage: npm run replay -- FILE ...\nA FILE holds what GET /runtime/webhooks/durabletask/instances/{id}?showHistory=true&showHistoryOutput=true&showInput=true answers.',
    );
    return 2;
  }
  let code = 0;
  for (const file of files) {
    try {
      const { name, instanceId } = await replayHistory({ orchestrator: { register }, file });
      io.out(`${file}: '${instanceId}' (${name}) replays on today's code.`);
    } catch (error) {
      code = 1;
      const text = error instanceof Error ? error.message : String(error);
      io.error(`${file}: ${error instanceof TrapError ? text : `could not be replayed. ${text}`}`);
    }
  }
  return code;
}
