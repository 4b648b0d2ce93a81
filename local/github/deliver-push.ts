/**
 * The program that a repository's post-receive hook runs, with its own folder as the working directory and the updated refs
 * on stdin. Whatever happens, the push itself stands: it only says what will become of it, and exits with 0.
 */
import { text } from 'node:stream/consumers';
import { deliverUpdate } from './deliver-update.ts';

const [settingsFile = '', fullName = '', cloneUrl = '', defaultBranch = ''] = process.argv.slice(2);

try {
  for (const line of (await text(process.stdin)).split('\n').filter(Boolean)) {
    const [before = '', after = '', ref = ''] = line.split(' ');
    const delivery = {
      bareRepository: process.cwd(),
      repository: { fullName, cloneUrl, defaultBranch },
      settingsFile,
    };
    for (const message of await deliverUpdate(delivery, { before, after, ref })) console.log(message);
  }
} catch (error) {
  console.log(
    `The push is stored, but Slipway could not be told: ${error instanceof Error ? error.message : error}`,
  );
}
