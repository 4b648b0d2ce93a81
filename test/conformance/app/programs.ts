import { programApp } from '../random/run-program.ts';

/** Random programs, which the property runs write. */
export function randomPrograms(): void {
  programApp(new Map(), { unitMs: 150, retryMs: 200, sleepMs: 1500, neverMs: 600_000 });
}
