import { type GroupId, groupKey } from '../group-model/group-id.ts';
import type { ContainerRecord } from '../group-model/group-record.ts';
import type { TerminalSize } from '../runtime/container-runtime.ts';
import type { StreamSessions } from '../streams/stream-sessions.ts';
import type { ContainerGroups } from './container-groups.ts';
import type { ContainerLog } from './container-log.ts';
import type { ContainerRun } from './container-run.ts';
import { containerNotFound, containerNotRunning, notReady } from './group-errors.ts';
import type { GroupLogs } from './group-logs.ts';

/** Where a stream waits for its peer, and what the peer must send first. */
export type Stream = { webSocketUri: string; password: string };

/** What can be asked of one container of a group; refusals are thrown as ArmError. */
export class ContainerAccess {
  readonly #groups: ContainerGroups;
  readonly #logs: GroupLogs;
  readonly #sessions: StreamSessions;

  constructor(groups: ContainerGroups, logs: GroupLogs, sessions: StreamSessions) {
    this.#groups = groups;
    this.#logs = logs;
    this.#sessions = sessions;
  }

  /** The output of a container's current instance. */
  log(id: GroupId, container: string): ContainerLog {
    const { record, run } = this.#find(id, container);
    const log = run ? run.log : this.#storedLog(id, container);
    if (!log || (!record?.currentState && !record?.previousState)) throw notReady(id);
    return log;
  }

  /** Promises a terminal in which the command runs, which is one executable without arguments. */
  exec(id: GroupId, container: string, command: string, terminal: TerminalSize): Stream {
    const run = this.#running(id, container);
    const { rows, columns } = terminal;
    return this.#sessions.add('execstream', { rows, cols: columns }, (peer) => {
      const session = run.exec([command], {
        terminal,
        output: (data) => peer.send(data),
        ended: (end) => peer.close('message' in end ? end.message : undefined),
      });
      return { received: (data) => session.write(data), left: () => session.kill() };
    });
  }

  /** Promises the output of a container's current instance, what there is of it and what follows, until its end. */
  attach(id: GroupId, container: string): Stream {
    const { log } = this.#running(id, container);
    return this.#sessions.add('logstream', {}, (peer) => {
      const stop = log.follow({ output: (data) => peer.send(data), ended: () => peer.close() });
      return { received: () => {}, left: stop };
    });
  }

  #running(id: GroupId, container: string): ContainerRun {
    const { record, run } = this.#find(id, container);
    if (!run || !record?.currentState) throw notReady(id);
    if (record.currentState.state !== 'Running') throw containerNotRunning(id, container);
    return run;
  }

  /** What is left of a container that ran before the emulator was started. */
  #storedLog(id: GroupId, container: string): ContainerLog | undefined {
    return this.#groups.runOf(id) ? undefined : this.#logs.find(groupKey(id), container);
  }

  #find(id: GroupId, container: string): { record?: ContainerRecord; run?: ContainerRun } {
    const { body, initContainers, containers } = this.#groups.get(id);
    const record = [...initContainers, ...containers].find(({ name }) => name === container);
    // Until a group has a node, it has no records of its containers.
    if (!record && body.properties.containers.every(({ name }) => name !== container)) {
      throw containerNotFound(id, container);
    }
    const run = this.#groups.runOf(id)?.find(container);
    return { ...(record && { record }), ...(run && { run }) };
  }
}
