import type { FleetMemory, LoadProfile, Server, ServerBeat } from '../../contract/fleets.ts';

export type StoredServer = { server: Server; etag: string };

/** The servers of fleets, one row each. */
export interface FleetServers {
  list(fleet: string): Promise<StoredServer[]>;
  read(fleet: string, server: string): Promise<StoredServer | undefined>;
  /** `conflict`: there is one of the name. */
  add(server: Server): Promise<'written' | 'conflict'>;
  replace(server: Server, etag: string): Promise<'written' | 'conflict'>;
  /** Moves a server that is gone to the past, with what is allocated on it. */
  retire(server: Server): Promise<void>;
  /** The newest first, so many at most. */
  past(fleet: string, limit: number): Promise<Server[]>;
}

/** What servers told last: apart from their rows, so that heartbeats never meet allocations. */
export interface ServerBeats {
  list(fleet: string): Promise<Map<string, ServerBeat>>;
  read(fleet: string, server: string): Promise<ServerBeat | undefined>;
  write(fleet: string, server: string, beat: ServerBeat): Promise<void>;
  /** What the beat says nothing of stays as it was. Answers the whole. */
  merge(fleet: string, server: string, beat: ServerBeat): Promise<ServerBeat>;
  /** Adds to the count of sessions, never below 0, whoever else does at the same time; answers the new count. */
  add(fleet: string, server: string, sessions: number, at: string): Promise<number>;
  remove(fleet: string, server: string): Promise<void>;
}

/** What the loops of fleets remember. */
export interface FleetMemories {
  /** A new one where there is none. Of a fleet that was forgotten it counts on from its last server. */
  read(fleet: string): Promise<{ memory: FleetMemory; etag: string | undefined }>;
  write(fleet: string, memory: FleetMemory, etag: string | undefined): Promise<'written' | 'conflict'>;
  readProfile(fleet: string): Promise<LoadProfile | undefined>;
  writeProfile(fleet: string, profile: LoadProfile): Promise<void>;
  /** Of all that something is remembered of, in the order of the alphabet. */
  names(): Promise<string[]>;
  /** Forgets a fleet of which nothing is left, but for the number of its next server. */
  remove(fleet: string): Promise<void>;
}
