/**
 * The process that holds the app: loads it and runs its functions with the local cloud's own worker, for the .NET host. Arguments:
 * the app's directory and the host's port on loopback. One JSON message a line, bytes as base64.
 */
import { connect } from 'node:net';
import { type LoadedFunctions, loadFunctions } from '../../../local/functions/load-functions.ts';
import type { LogSink } from '../../../local/functions/log.ts';
import type { InvocationRequest } from '../../../local/functions/worker/core-types.ts';
import { invoke } from '../../../local/functions/worker/invoke.ts';
import { resolveLocalhostNames } from '../../../local/resolve-localhost.ts';
import { type FromHost, onLine, requestOf, type ToHost, withBytesAsText } from './messages.ts';
import { httpRequestIn, streamed } from './streamed.ts';

const [appDirectory = '', port] = process.argv.slice(2);

const log: LogSink = ({ level, functionName, message }) => {
  if (level !== 'trace' && level !== 'debug')
    process.stderr.write(`${level} ${functionName ?? 'worker'}: ${message}\n`);
};

resolveLocalhostNames();
// The host decides when to end.
process.on('SIGINT', () => {});
process.on('unhandledRejection', (error) =>
  log({ level: 'error', category: 'system', message: `Unhandled rejection: ${String(error)}` }),
);

const socket = connect(Number(port), '127.0.0.1').setNoDelay(true);
const send = (message: ToHost): void => void socket.write(`${JSON.stringify(message)}\n`);
socket.on('error', () => process.exit(1));

const app = await loadFunctions({ directory: appDirectory }, log);
socket.on('close', () => void end(app));
if (app.loadError) {
  send({ error: app.loadError.message });
  socket.end();
} else {
  const functions = [...app.registry.functions.values()];
  send({ functions: functions.map(({ metadata: { name, bindings } }) => ({ name, bindings })) });
  onLine(socket, (line) => void answer(JSON.parse(line)));
}

async function answer(message: FromHost): Promise<void> {
  if ('stop' in message) return end(app);
  const { id } = message;
  try {
    const request = requestOf(message);
    const run = (request: InvocationRequest) => invoke(app.registry, request);
    const http = httpRequestIn(request);
    const { httpUri } = app.started;
    const response =
      httpUri && http ? await streamed(httpUri, http, request, run) : (await run(request)).response;
    send({ id, response: withBytesAsText(response) });
  } catch (error) {
    const { message, stack } = error as Error;
    send({ id, exception: { message, stack } });
  }
}

async function end({ started }: LoadedFunctions): Promise<void> {
  await started.terminate();
  process.exit(0);
}
