import type { Confinement } from './sandbox/confinement.ts';

export type BuildSiteOptions = {
  env: Record<string, string | undefined>;
  /** Ends the build early: children are stopped, nothing is reported. */
  signal: AbortSignal;
  log: (line: string) => void;
  now?: () => Date;
  /** Pauses between tries against git, the store and the callback, in place of each one's own; tests need none. */
  pausesMs?: readonly number[];
  /** How the site's tools are kept from this program; by default what the machine offers. */
  confinement?: Confinement;
};
