import type { Duplex } from 'node:stream';
import type { ExecListener, ExecSession, TerminalSize } from '../runtime/container-runtime.ts';
import type { EngineApi } from './engine-api.ts';

/** Runs a command with a terminal in a running container. */
export function startExec(
  api: EngineApi,
  container: string,
  { command, size }: { command: string[]; size: TerminalSize },
  listener: ExecListener,
): ExecSession {
  let terminal: Duplex | undefined;
  let isKilled = false;
  let typed: Uint8Array[] = [];

  const run = async (): Promise<number> => {
    const { Id } = await api.call<{ Id: string }>('POST', `/containers/${container}/exec`, {
      body: { Cmd: command, Tty: true, AttachStdin: true, AttachStdout: true, AttachStderr: true },
    });
    terminal = await api.connect(`/exec/${Id}/start`, { body: { Detach: false, Tty: true } });
    if (isKilled) terminal.destroy();
    // A command that has ended already has no size.
    const query = { h: String(size.rows), w: String(size.columns) };
    api.call('POST', `/exec/${Id}/resize`, { query }).catch(() => {});
    for (const data of typed) terminal.write(data);
    typed = [];
    terminal.on('data', (data: Uint8Array) => listener.output(data));
    await new Promise((resolve) =>
      terminal?.once('close', resolve).once('end', resolve).on('error', resolve),
    );
    return (await api.call<{ ExitCode: number }>('GET', `/exec/${Id}/json`)).ExitCode;
  };
  run().then(
    (exitCode) => listener.ended({ exitCode }),
    (error: Error) => listener.ended({ message: error.message }),
  );

  return {
    write(data) {
      if (terminal) terminal.write(data);
      else typed.push(data);
    },
    kill() {
      isKilled = true;
      // What a terminal says when a person hangs up: most programs end with it, all end with their container.
      terminal?.end('\u0003\u0004');
      terminal?.destroy();
    },
  };
}
