import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ArmLog } from '../arm-log.ts';
import type {
  ContainerListener,
  ExecListener,
  ProcessIdentity,
  RunningContainer,
} from '../runtime/container-runtime.ts';
import { killLeftovers } from './end-leftovers.ts';
import type { ProcessSpec } from './process-spec.ts';
import { supervise } from './supervise.ts';
import type { SupervisorReport, SupervisorRequest } from './supervisor-protocol.ts';

type Tracked = { listener: ContainerListener; process?: ProcessIdentity };
type Launched = {
  child: ChildProcess;
  containers: Map<string, Tracked>;
  sessions: Map<string, ExecListener>;
};

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
    const launched: Launched = { child, containers: new Map(), sessions: new Map() };
    child.on('message', (message) => onReport(launched, message as SupervisorReport));
    child.on('error', () => child.kill('SIGKILL'));
    child.once('exit', () => {
      const lost = [...launched.containers.values()];
      killLeftovers(
        workDirectory,
        lost.flatMap(({ process }) => process ?? []),
      );
      if (!closing)
        log('warning', `The supervisor of containers died, and ${lost.length} containers with it.`);
      for (const { ended } of launched.sessions.values()) ended({ message: 'The container was lost.' });
      for (const { listener } of lost) listener.ended({ kind: 'lost' });
    });
    return launched;
  }

  return {
    start(spec, listener) {
      if (!supervisor.child.connected) supervisor = launch();
      const { child, containers, sessions } = supervisor;
      const id = String(sequence++);
      containers.set(id, { listener });
      send(child, { kind: 'start', id, ...spec });
      return {
        signal: (signal) => send(child, { kind: 'signal', id, signal }),
        exec(command, options, listenerOfExec) {
          const session = String(sequence++);
          if (child.connected) sessions.set(session, listenerOfExec);
          else queueMicrotask(() => listenerOfExec.ended({ message: 'The container was lost.' }));
          send(child, { kind: 'exec', id, session, command, ...options });
          return {
            write: (data) => send(child, { kind: 'input', session, data }),
            kill: () => send(child, { kind: 'kill', session }),
          };
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

function onReport({ containers, sessions }: Launched, report: SupervisorReport): void {
  if (report.kind === 'execOutput') {
    sessions.get(report.session)?.output(report.data);
    return;
  }
  if (report.kind === 'execEnded') {
    sessions.get(report.session)?.ended(report.end);
    sessions.delete(report.session);
    return;
  }
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
