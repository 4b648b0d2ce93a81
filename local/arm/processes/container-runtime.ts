/** A process that was seen alive: the start time tells it from a later owner of the same pid. */
export type ProcessIdentity = { pid: number; startTicks: string };

export type ContainerEnd =
  | { kind: 'exited'; exitCode: number }
  /** The program could not be executed. */
  | { kind: 'failed'; message: string }
  /** The runtime died under the container. */
  | { kind: 'lost' };

export type ContainerSpec = {
  directory: string;
  command: string[];
  environment: Record<string, string>;
};

/** Called in the order started, output, ended; a container that cannot start has only its end. */
export type ContainerListener = {
  started(process: ProcessIdentity): void;
  output(data: Uint8Array): void;
  ended(end: ContainerEnd): void;
};

export type RunningContainer = {
  /** Signals the container's whole process group; nothing happens when it has ended. */
  signal(signal: 'SIGTERM' | 'SIGKILL'): void;
};

/** What runs containers: real processes here; an engine could stand behind the same face. */
export interface ContainerRuntime {
  start(spec: ContainerSpec, listener: ContainerListener): RunningContainer;
  /** Kills whatever still runs and waits until it is gone. */
  close(): Promise<void>;
}
