import type { ArmLog } from '../arm-log.ts';

/** A process that was seen alive: the start time tells it from a later owner of the same pid. */
export type ProcessIdentity = { pid: number; startTicks: string };

/** How an image of a private registry is got: with a password, or as an identity of the group. */
export type RegistryCredential = {
  server: string;
  username?: string;
  password?: string;
  identity?: string;
};

/** Whether an image can be had. `message` is a whole sentence that says what to do about it. */
export type ImageAnswer = { kind: 'present' } | { kind: 'absent' | 'refused' | 'throttled'; message: string };

/** A directory of this machine that a container finds at `path`. */
export type Mount = { hostDirectory: string; path: string; readOnly: boolean };

export type PublishedPort = { port: number; protocol: 'TCP' | 'UDP' };

export type RuntimeGroupSpec = {
  /** The resource id of the group. */
  id: string;
  name: string;
  /** A loopback address of its own on which its ports are published; a group that nobody calls has none. */
  ipAddress?: string;
  ports: PublishedPort[];
};

export type RuntimeContainerSpec = {
  name: string;
  image: string;
  /** In exec form, in place of the image's entry point. */
  command?: string[];
  /** The container's own variables, secret ones too; the image's are the runtime's to add. */
  environment: Record<string, string>;
  mounts: Mount[];
  /** Absent for init containers, which have the whole group's size. */
  resources?: { cpu: number; memoryGb: number };
};

export type ContainerEnd =
  | { kind: 'exited'; exitCode: number; outOfMemory?: boolean }
  /** The program could not be executed. */
  | { kind: 'failed'; message: string }
  /** The runtime died under the container. */
  | { kind: 'lost' };

/**
 * Called in the order started, output, ended, and never before the call that began it has returned.
 * A container that cannot start has only its end.
 */
export type ContainerListener = {
  /** With the container's process, where it is one of this machine. */
  started(process?: ProcessIdentity): void;
  /** stdout and stderr in the order in which they were written. */
  output(data: Uint8Array): void;
  ended(end: ContainerEnd): void;
};

export type TerminalSize = { rows: number; columns: number };

export type ExecListener = {
  /** What a terminal shows; without one, stdout and stderr. */
  output(data: Uint8Array): void;
  /** Called once, also when the command could not be executed or its container ended. */
  ended(end: { exitCode: number } | { message: string }): void;
};

/** A command that runs in a container beside its own. */
export type ExecSession = {
  /** What a person types. */
  write(data: Uint8Array): void;
  /** Kills the command; nothing happens when it has ended. */
  kill(): void;
};

export type RunningContainer = {
  /** Signals the container: all of its processes, or its first one, as the runtime can. Nothing happens when it has ended. */
  signal(signal: 'SIGTERM' | 'SIGKILL'): void;
  /** Runs a command with the container's variables and files. Its listener, too, is called after this has returned. */
  exec(command: string[], options: { terminal?: TerminalSize }, listener: ExecListener): ExecSession;
};

/** One run of a group: its containers reach each other on localhost. A restart of the group opens it anew. */
export interface RuntimeGroup {
  /** Where this machine reaches the ports of the containers. */
  readonly address: string;
  /** Starts a new instance of a container; one of the same name has ended before. Never throws. */
  start(spec: RuntimeContainerSpec, listener: ContainerListener): RunningContainer;
  /** Removes what the group had; its containers have ended, or are killed. May be called again. */
  close(): Promise<void>;
}

/** What runs containers: processes of this machine, or an engine. */
export interface ContainerRuntime {
  readonly kind: 'process' | 'engine';
  /** Whether an image could be pulled, asked when a group is created; pulls nothing. Never rejects, nor does the next. */
  findImage(image: string, credential?: RegistryCredential): Promise<ImageAnswer>;
  /** Gets an image that was found, so that a container of it starts at once. */
  pullImage(image: string, credential?: RegistryCredential): Promise<ImageAnswer>;
  /** Names of the images that are on this machine. */
  images(): Promise<string[]>;
  /** Rejects when the group's network cannot be made; what it made of it is then gone. */
  openGroup(spec: RuntimeGroupSpec): Promise<RuntimeGroup>;
  /** Kills whatever still runs and waits until it is gone. */
  close(): Promise<void>;
}

/** Starts a runtime, which first ends what an earlier one left that was killed. */
export type StartRuntime = (place: {
  /** For its files; its own alone. */
  workDirectory: string;
  /** Where groups have their volumes; at the start it holds what an earlier emulator left. */
  volumesDirectory: string;
  /** Processes of containers that ran when the last emulator ended. */
  leftovers: ProcessIdentity[];
  log: ArmLog;
}) => Promise<ContainerRuntime>;
