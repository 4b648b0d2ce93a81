import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import type { FromHost, ToHost } from './messages.ts';

/**
 * Connections on their way to a host. Sending one says nothing about its arrival: a process that dies with some still in its
 * channel would leave their callers waiting for ever. So each is kept here, unread, until the host says that it has it.
 */
export class GivenConnections {
  readonly #child: ChildProcess;
  readonly #underway = new Map<number, Socket>();
  #lastId = 0;

  constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (message: FromHost) => {
      if (message.kind !== 'taken') return;
      // Closes our end only; the host has its own.
      this.#underway.get(message.id)?.destroy();
      this.#underway.delete(message.id);
    });
  }

  /** False when the process is gone. */
  give(socket: Socket): boolean {
    if (!this.#child.connected) return false;
    const id = ++this.#lastId;
    this.#underway.set(id, socket);
    this.#child.send({ kind: 'connection', id } satisfies ToHost, socket, { keepOpen: true }, () => {});
    return true;
  }

  notTaken(): Socket[] {
    const sockets = [...this.#underway.values()];
    this.#underway.clear();
    return sockets;
  }
}
