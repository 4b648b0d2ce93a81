import { answers } from './answers.ts';
import { background } from './background.ts';
import { echoes } from './echoes.ts';
import { routed } from './routed.ts';

/** Registers the functions that the scenarios of the Functions host call. */
export function registerHttpApp(): void {
  routed();
  echoes();
  answers();
  background();
}
