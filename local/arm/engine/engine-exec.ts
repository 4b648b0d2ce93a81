import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecListener, ExecSession, TerminalSize } from '../runtime/container-runtime.ts';
import type { EngineApi } from './engine-api.ts';
import { outputFrames } from './output-frames.ts';

/** What a terminal tells its programs when a person hangs up: interrupt, then end of input. */
const hangUp = '\u0003\u0004';

/** Runs a command in a running container, on a terminal when it has a size. */
export function startExec(
  api: EngineApi,
  container: string,
  { command, terminal }: { command: string[]; terminal: TerminalSize | undefined },
  listener: ExecListener,
): ExecSession {
  const Tty = terminal !== undefined;
  let connection: Duplex | undefined;
  let isReady = false;
  let isKilled = false;
  let typed: Uint8Array[] = [];

  const run = async (): Promise<number> => {
    const { Id } = await api.call<{ Id: string }>('POST', `/containers/${container}/exec`, {
      body: { Cmd: command, Tty, AttachStdin: true, AttachStdout: true, AttachStderr: true },
    });
    if (isKilled) throw new Error('it was killed before it began');
    const opened = await api.connect(`/exec/${Id}/start`, { body: { Detach: false, Tty } });
    connection = opened;
    if (isKilled) opened.destroy();
    if (terminal) await resize(api, Id, terminal);
    for (const data of typed) opened.write(data);
    typed = [];
    isReady = true;
    const read = async (output: AsyncIterable<unknown>): Promise<void> => {
      for await (const data of output) listener.output(data as Uint8Array);
    };
    // Whoever kills it ends the connection in the middle.
    await (terminal ? read(opened) : pipeline(opened, outputFrames(), read)).catch(() => {});
    opened.destroy();
    return (await api.call<{ ExitCode: number }>('GET', `/exec/${Id}/json`)).ExitCode;
  };
  run().then(
    (exitCode) => listener.ended({ exitCode }),
    (error: Error) => listener.ended({ message: error.message }),
  );

  return {
    write(data) {
      if (isReady) connection?.write(data);
      else typed.push(data);
    },
    kill() {
      isKilled = true;
      // Engines kill no single command: most end when their terminal does, all end with their container.
      if (Tty) connection?.write(hangUp);
      connection?.end(() => connection?.destroy());
    },
  };
}

/** An engine answers a start before there is a terminal to size; a command that has ended already has none any more. */
async function resize(api: EngineApi, exec: string, { rows, columns }: TerminalSize): Promise<void> {
  const query = { h: String(rows), w: String(columns) };
  for (let tries = 0; tries < 20; tries++) {
    try {
      await api.call('POST', `/exec/${exec}/resize`, { query });
      return;
    } catch {
      await sleep(20);
    }
  }
}
