/** `npm run replay -- FILE ...`: replays saved histories on the app's orchestrators as they are now. */
import { prepare } from './prepare.mjs';

prepare();
// First of all: the library asks for its core when it is loaded.
const { replayCommand } = await import('../dist/local/testing/replay/replay-command.js');
const { registerOrchestrators } = await import('../dist/lib/durable/register.js');
const { orchestrators } = await import('../dist/orchestrators/index.js');
process.exitCode = await replayCommand(process.argv.slice(2), () => registerOrchestrators(orchestrators));
