import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

const loadGenerator = createRequire(import.meta.url).resolve('autocannon');

/** A function that answers a short text, asked without pause by a process of its own. */
export async function plainHttp({ open, report, sizes }) {
  const engine = await open();
  const url = `${engine.origin}/api/hello`;
  await requestsPerSecond(url, 8, 1);
  for (const connections of [1, 8])
    report(`requestsPerSecond${connections}`, await requestsPerSecond(url, connections, sizes.httpSeconds));
  await engine.stop();
}

async function requestsPerSecond(url, connections, seconds) {
  const { stdout } = await promisify(execFile)(process.execPath, [
    loadGenerator,
    ...['--json', '--connections', connections, '--duration', seconds, url].map(String),
  ]);
  const { requests, non2xx, errors } = JSON.parse(stdout);
  if (non2xx + errors > 0) throw new Error(`${non2xx} answers other than 2xx and ${errors} errors.`);
  return requests.average;
}
