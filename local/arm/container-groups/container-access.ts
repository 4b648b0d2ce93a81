import type { TerminalSize } from '../runtime/container-runtime.ts';
import type { StreamSessions } from '../streams/stream-sessions.ts';
import type { ContainerGroups } from './container-groups.ts';
import type { ContainerLog } from './container-log.ts';
import type { ContainerRun } from './container-run.ts';
import { containerNotFound, containerNotRunning, notReady } from './group-errors.ts';
import type { GroupId } from './group-id.ts';

/** Where a stream waits for its peer, and what the peer must send first. */
export type Stream = { webSocketUri: string; password: string };

/** What can be asked of one container of a group; refusals are thrown as ArmError. */
export class ContainerAccess {
  readonly #groups: ContainerGroups;
  readonly #sessions: StreamSessions;

  constructor(groups: ContainerGroups, sessions: StreamSessions) {
    this.#groups = groups;
    this.#sessions = sessions;
  }

  /** The output of a container's current instance. */
  log(id: GroupId, container: string): ContainerLog {
    const { record, run, storedLog } = this.#find(id, container);
    const log = run?.log ?? storedLog();
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

  #find(id: GroupId, container: string) {
    const found = this.#groups.findContainer(id, container);
    if (!found) throw containerNotFound(id, container);
    return found;
  }
}
