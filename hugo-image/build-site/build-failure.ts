import type { BuildFailureCode } from '../../contract/build.ts';

/** The exit code of each failure, after the meanings of sysexits.h. */
const exitCodes = {
  misconfigured: 64,
  'site-refused': 65,
  'commit-not-found': 66,
  'repository-not-accessible': 68,
  unexpected: 70,
  'upload-failed': 74,
} as const satisfies Record<BuildFailureCode, number>;

/** A build that ends for a known reason; the message is for the owner of the site. */
export class BuildFailure extends Error {
  readonly code: BuildFailureCode;

  constructor(code: BuildFailureCode, message: string, options?: { cause: unknown }) {
    super(message, options);
    this.name = 'BuildFailure';
    this.code = code;
  }

  get exitCode(): number {
    return exitCodes[this.code];
  }
}
