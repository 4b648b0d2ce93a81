import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ArmLog } from '../options.ts';
import type { ContainerListener, ContainerRuntime, ProcessIdentity } from './container-runtime.ts';
import { killLeftovers } from './end-leftovers.ts';
import { supervise } from './supervise.ts';
import type { SupervisorReport, SupervisorRequest } from './supervisor-protocol.ts';

type Tracked = { listener: ContainerListener; process?: ProcessIdentity };

/**
 * Starts the process that runs containers and dies with this one, however this one dies.
 * When it is itself killed, its containers are killed and reported as lost, and a new one is started.
 */
export function startSupervisor(workDirectory: string, log: ArmLog): ContainerRuntime {
  const tracked = new Map<string, Tracked>();
  let sequence = 0;
  let closing = false;
  // Not waited for: what is sent to it before it is up waits in the channel.
  let supervisor = launch();

  function launch(): ChildProcess {
    const child = spawn(process.execPath, ['-e', `(${supervise})(require)`, workDirectory], {
      // A session of its own: a signal to the emulator's process group must not take the watcher with it.
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      serialization: 'advanced',
      env: { PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin' },
    });
    child.on('message', (message) => onReport(message as SupervisorReport));
    child.on('error', () => child.kill('SIGKILL'));
    child.once('exit', () => {
      const lost = [...tracked.values()];
      tracked.clear();
      killLeftovers(
        workDirectory,
        lost.flatMap(({ process }) => process ?? []),
      );
      if (!closing) {
        log(
          'warning',
          `The supervisor of containers died; it was started again, ${lost.length} containers ended.`,
        );
        supervisor = launch();
      }
      for (const { listener } of lost) listener.ended({ kind: 'lost' });
    });
    return child;
  }

  function onReport(report: SupervisorReport): void {
    const container = tracked.get(report.id);
    if (!container) return;
    if (report.kind === 'started') {
      container.process = { pid: report.pid, startTicks: report.startTicks };
      container.listener.started(container.process);
    } else if (report.kind === 'output') {
      container.listener.output(report.data);
    } else {
      tracked.delete(report.id);
      container.listener.ended(report);
    }
  }

  const send = (request: SupervisorRequest): void => {
    if (supervisor.connected) supervisor.send(request, () => {});
  };

  return {
    start(spec, listener) {
      const id = String(sequence++);
      tracked.set(id, { listener });
      send({ kind: 'start', id, ...spec });
      return { signal: (signal) => send({ kind: 'signal', id, signal }) };
    },
    async close() {
      closing = true;
      if (supervisor.exitCode !== null || supervisor.signalCode !== null) return;
      const exited = once(supervisor, 'exit');
      // With nothing to end it need not be asked, and may not even be up.
      if (tracked.size === 0) supervisor.kill('SIGKILL');
      else if (supervisor.connected) supervisor.disconnect();
      await exited;
    },
  };
}
