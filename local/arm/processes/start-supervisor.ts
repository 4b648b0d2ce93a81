import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ArmLog } from '../arm-log.ts';
import type { ContainerListener, ProcessIdentity, RunningContainer } from '../runtime/container-runtime.ts';
import { killLeftovers } from './end-leftovers.ts';
import type { ProcessSpec } from './process-spec.ts';
import { supervise } from './supervise.ts';
import type { SupervisorReport, SupervisorRequest } from './supervisor-protocol.ts';

type Tracked = { listener: ContainerListener; process?: ProcessIdentity };
type Launched = { child: ChildProcess; containers: Map<string, Tracked> };

export type Supervisor = {
  start(spec: ProcessSpec, listener: ContainerListener): RunningContainer;
  /** Kills whatever still runs and waits until it is gone. */
  close(): Promise<void>;
};

/**
 * Starts the process that runs containers and dies with this one, however this one dies.
 * When it is itself killed, its containers are killed and reported as lost, and the next container gets a new one.
 */
export function startSupervisor(workDirectory: string, log: ArmLog): Supervisor {
  let sequence = 0;
  let closing = false;
  // Not waited for: what is sent to it before it is up waits in the channel.
  let supervisor = launch();

  function launch(): Launched {
    const child = spawn(process.execPath, ['-e', `(${supervise})(require)`, workDirectory], {
      // A session of its own: a signal to the emulator's process group must not take the watcher with it.
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      serialization: 'advanced',
      env: { PATH: '/usr/local/bin:/usr/bin:/bin' },
    });
    const containers = new Map<string, Tracked>();
    child.on('message', (message) => onReport(containers, message as SupervisorReport));
    child.on('error', () => child.kill('SIGKILL'));
    child.once('exit', () => {
      const lost = [...containers.values()];
      killLeftovers(
        workDirectory,
        lost.flatMap(({ process }) => process ?? []),
      );
      if (!closing)
        log('warning', `The supervisor of containers died, and ${lost.length} containers with it.`);
      for (const { listener } of lost) listener.ended({ kind: 'lost' });
    });
    return { child, containers };
  }

  return {
    start(spec, listener) {
      if (!supervisor.child.connected) supervisor = launch();
      const { child, containers } = supervisor;
      const id = String(sequence++);
      containers.set(id, { listener });
      send(child, { kind: 'start', id, ...spec });
      return {
        signal: (signal) => send(child, { kind: 'signal', id, signal }),
        exec(_command, _size, { ended }) {
          queueMicrotask(() => ended({ message: 'not yet' }));
          return { write: () => {}, kill: () => {} };
        },
      };
    },
    async close() {
      closing = true;
      const { child, containers } = supervisor;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      // With nothing to end it need not be asked, and may not even be up.
      if (containers.size === 0) child.kill('SIGKILL');
      else if (child.connected) child.disconnect();
      await exited;
    },
  };
}

function onReport(containers: Map<string, Tracked>, report: SupervisorReport): void {
  const container = containers.get(report.id);
  if (!container) return;
  if (report.kind === 'started') {
    container.process = { pid: report.pid, startTicks: report.startTicks };
    container.listener.started(container.process);
  } else if (report.kind === 'output') {
    container.listener.output(report.data);
  } else {
    containers.delete(report.id);
    container.listener.ended(report);
  }
}

function send(child: ChildProcess, request: SupervisorRequest): void {
  // A failed send means a dead supervisor, whose exit reports all its containers.
  if (child.connected) child.send(request, () => {});
}
