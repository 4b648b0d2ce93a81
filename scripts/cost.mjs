/** `npm run cost -- RUN_ID`: what a run has cost, by list prices. */
import { prepare } from './prepare.mjs';

prepare();
const { costCommand } = await import('../dist/local/cost/cost-command.js');
process.exitCode = await costCommand(process.argv.slice(2), process.env);
