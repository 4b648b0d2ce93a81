import type { DocumentStore } from '../document-store.ts';
import { ContainerLog, type LogLine } from './container-log.ts';

type StoredLog = { group: string; container: string; lines: LogLine[] };

/** The logs of containers that have ended, kept over a restart of the emulator until their group is deleted. */
export class GroupLogs {
  readonly #store: DocumentStore;

  constructor(store: DocumentStore) {
    this.#store = store;
  }

  put(group: string, container: string, log: ContainerLog): void {
    const stored: StoredLog = { group, container, lines: log.lines() };
    this.#store.put('log', `${group}/${container}`, stored);
  }

  find(group: string, container: string): ContainerLog | undefined {
    const stored = this.#store.get<StoredLog>('log', `${group}/${container}`);
    return stored && ContainerLog.of(stored.lines);
  }

  remove(group: string): void {
    this.#store.removeUnder('log', `${group}/`);
  }
}
