import { type ChildProcess, fork, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { HostArguments } from '../host-arguments.ts';
import { GivenConnections } from './given-connections.ts';
import type { HostProcess } from './host-keeper.ts';
import type { FromHost, ToHost } from './messages.ts';

const program = fileURLToPath(new URL('./host-child.js', import.meta.url));

/** What a shell shows for a process that was ended by a signal. */
function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

/**
 * The space for new objects has one size. Node lets it grow from 1 MB, so that a host with little to do collects in the
 * middle of its runs: that made an idle run of five steps half as long again. And newer ones let it grow to 32 MB, of which
 * there are three: a host with 10,000 instances weighed 80 MB more and was no faster.
 */
const youngGeneration = ['--min-semi-space-size=16', '--max-semi-space-size=16'];

/** Starts a process that will be the host of an app once it is told to load it. It writes to our own outputs. */
export function forkHost(host: HostArguments): HostProcess {
  const child = fork(program, [JSON.stringify(host)], {
    execArgv: [
      ...youngGeneration,
      // The debugger is for the app: two processes cannot have one port.
      ...process.execArgv.filter((argument) => !argument.startsWith('--inspect')),
      ...(host.inspect === undefined ? [] : [host.inspect]),
    ],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  // A process that is gone reads nothing; its exit says so, in its own event.
  child.on('error', () => {});
  endWithUs(child);
  const given = new GivenConnections(child);
  return {
    send: (message: ToHost) => void (child.connected && child.send(message, () => {})),
    give: (socket) => given.give(socket),
    notTaken: () => given.notTaken(),
    kill: () => void child.kill('SIGKILL'),
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromHost)),
    onExit(listener) {
      // Only when both have happened is everything heard that the process said.
      let exitCode: number | undefined;
      const settle = (): void => {
        if (exitCode !== undefined && !child.connected) listener(exitCode);
      };
      child.on('disconnect', settle);
      child.on('exit', (code, signal) => {
        exitCode = code ?? (signal === null ? 1 : exitCodeOf(signal));
        settle();
      });
    },
  };
}

/**
 * Ends the host when this process is killed. The host notices by itself, unless it is stuck in an endless loop; a shell then
 * sees the end of its input, which only this process holds open. The shell is told when the host has ended, since by then
 * its id may be another's.
 */
function endWithUs(child: ChildProcess): void {
  if (process.platform === 'win32' || child.pid === undefined) return;
  const shell = spawn('/bin/sh', ['-c', `read -r _ || { sleep 1; kill -9 ${child.pid}; }`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  shell.unref();
  shell.on('error', () => {});
  shell.stdin.on('error', () => {});
  child.on('exit', () => shell.stdin.end('ended\n'));
}
