import type { CdnTarget, PurgeOutcome } from '../../contract/sites.ts';

export interface Cdn {
  /** Starts the purge and watches it for at most `waitSeconds`; `requested` when it goes on after that. */
  purge(target: CdnTarget, paths: readonly string[], waitSeconds: number): Promise<PurgeOutcome>;
}
