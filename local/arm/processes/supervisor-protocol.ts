import type { TerminalSize } from '../runtime/container-runtime.ts';

/** What the emulator asks of the supervisor process. */
export type SupervisorRequest =
  | {
      kind: 'start';
      id: string;
      /** The container's own directory, with `root` (working directory), `home` and `tmp` in it. */
      directory: string;
      /** Exec form: no shell is involved. */
      command: string[];
      /** All variables of the process; nothing is added. */
      environment: Record<string, string>;
    }
  | { kind: 'signal'; id: string; signal: NodeJS.Signals }
  /** Runs a command with the variables and in the directory of container `id`. */
  | { kind: 'exec'; id: string; session: string; command: string[]; terminal?: TerminalSize }
  | { kind: 'input'; session: string; data: Uint8Array }
  | { kind: 'kill'; session: string };

/** What the supervisor process tells the emulator; `exited` follows the last `output` of its container. */
export type SupervisorReport =
  | { kind: 'started'; id: string; pid: number; startTicks: string }
  | { kind: 'output'; id: string; data: Uint8Array }
  | { kind: 'exited'; id: string; exitCode: number }
  | { kind: 'failed'; id: string; message: string }
  | { kind: 'execOutput'; session: string; data: Uint8Array }
  | { kind: 'execEnded'; session: string; end: { exitCode: number } | { message: string } };
