import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** An activity that runs when the host is killed: how long after the next start it runs again. */
export async function inFlight({ open, report, dataDirectory }) {
  const notes = join(dataDirectory, 'notes.txt');
  const first = await open();
  await first.start('inFlight', 'stuck');
  await runs(notes, 1);
  await first.kill();
  const second = await open();
  report('inFlightAgainMs', (await runs(notes, 2)) - second.startedAtMs);
  await second.stop();
}

/** Resolves with the time of this run of the activity, which wrote it down itself. */
async function runs(notes, count) {
  for (;;) {
    const times = existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : [];
    if (times.length >= count) return Number(times[count - 1]);
    await sleep(2);
  }
}
