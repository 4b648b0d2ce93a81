import type { ServerState } from '../../contract/fleets.ts';

/** Keeps the size of a fleet. */
export type Scaler = {
  lookSeconds: number;
  look(waiting: number): void;
  /** Whether it looks at once when something changes, or when a caller waits. */
  isWoken: boolean;
};

export type Bounds = { sessionsPerServer: number; min: number; max: number };

export function isRunning({ state }: { state: ServerState }): boolean {
  return state === 'ready' || state === 'allocated';
}
