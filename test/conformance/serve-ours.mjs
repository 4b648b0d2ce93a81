/** Our own host in this process, until standard input ends; says on standard output where it answers. */
import { register } from 'node:module';

register('./load-typescript.mjs', import.meta.url);
const { startOursOn } = await import('./start-ours.ts');
const host = await startOursOn(JSON.parse(process.argv[2] ?? '{}'));
process.stdout.write(`${JSON.stringify(host)}\n`);
process.stdin.resume().on('end', async () => {
  await host.stop();
  process.exit();
});
