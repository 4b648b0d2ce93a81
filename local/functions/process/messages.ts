import type { DevelopmentService } from '../storage/connection.ts';

/** What the command's process says to the process that is the host. A connection travels beside its message. */
export type ToHost =
  /**
   * Load the app now and serve it; the port is the one of URLs, the connections come by message. `workerExit`: the process that
   * served before ended by itself, and so.
   */
  | { kind: 'start'; port: number; workerExit?: string }
  | { kind: 'connection'; id: number }
  /** Another host is about to take over: let go of files and timers, say so, end when the last request has. */
  | { kind: 'handOver' }
  /** Somebody serves the development storage now, or cannot. */
  | { kind: 'storageReady' }
  | { kind: 'stop' };

/** What the host's process says to the command's. */
export type FromHost =
  | {
      kind: 'ready';
      /** A line for each, for people. */
      functions: string[];
      /** Set where the process is to be killed when it is busy with one function for longer. */
      functionTimeoutMs?: number | undefined;
      /** How many activities have failed because the process before ended by itself. */
      activitiesFailed: number;
    }
  /** Its event loop turns. */
  | { kind: 'alive' }
  /** It could not start; the process ends. */
  | { kind: 'failed'; reason: string }
  /** Files and timers are free for the next host. */
  | { kind: 'released' }
  /** The connection has arrived: should this process die now, its caller is one of those in flight. */
  | { kind: 'taken'; id: number }
  | { kind: 'restartAsked' }
  /** Functions need the development storage; the host goes on at `storageReady`. */
  | { kind: 'storageWanted'; services: DevelopmentService[] };
