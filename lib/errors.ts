/** Whose fault an error is: decides the HTTP status and who has to act. */
export type Fault = 'user' | 'platform' | 'bug';

type ErrorEntry = {
  fault: Fault;
  status: number;
  retryable: boolean;
  title: string;
  /** How long a caller had better wait before the next try. */
  retryAfterSeconds?: number;
};

/** Every error code of the app. Callers and tests match the code, never a message. */
export const errorTable = {
  'invalid-request': { fault: 'user', status: 400, retryable: false, title: 'The request is not valid' },
  'invalid-json': { fault: 'user', status: 400, retryable: false, title: 'The body is not JSON' },
  'signature-missing': { fault: 'user', status: 401, retryable: false, title: 'The request is not signed' },
  'signature-invalid': {
    fault: 'user',
    status: 401,
    retryable: false,
    title: 'The signature does not match',
  },
  'token-missing': { fault: 'user', status: 401, retryable: false, title: 'The request carries no token' },
  'token-invalid': { fault: 'user', status: 401, retryable: false, title: 'The token is not valid here' },
  'token-expired': { fault: 'user', status: 401, retryable: false, title: 'The token has expired' },
  'role-missing': { fault: 'user', status: 403, retryable: false, title: 'The caller may not do that' },
  'site-unknown': { fault: 'user', status: 404, retryable: false, title: 'No such site' },
  'job-unknown': { fault: 'user', status: 404, retryable: false, title: 'No such job' },
  'run-unknown': { fault: 'user', status: 404, retryable: false, title: 'No such run' },
  'value-missing': { fault: 'user', status: 404, retryable: false, title: 'There is no such value' },
  'run-forgotten': { fault: 'user', status: 410, retryable: false, title: 'What the run ran has gone' },
  'grant-unknown': { fault: 'user', status: 404, retryable: false, title: 'No such access' },
  'object-missing': {
    fault: 'user',
    status: 409,
    retryable: false,
    title: 'An object that is referred to does not exist',
  },
  'fleet-unknown': { fault: 'user', status: 404, retryable: false, title: 'No such fleet' },
  'server-unknown': { fault: 'user', status: 404, retryable: false, title: 'The fleet has no such server' },
  'allocation-unknown': { fault: 'user', status: 404, retryable: false, title: 'The session has no place' },
  'fleet-full': {
    fault: 'platform',
    status: 429,
    retryable: true,
    title: 'The fleet is full',
    // A server starts in 20 seconds to two minutes, and places end all the time.
    retryAfterSeconds: 5,
  },
  'fleet-in-catalog': {
    fault: 'user',
    status: 409,
    retryable: false,
    title: 'The catalog defines the fleet',
  },
  'fleet-deleting': { fault: 'user', status: 409, retryable: false, title: 'The fleet is being deleted' },
  'server-state': { fault: 'user', status: 409, retryable: false, title: 'The server is past that' },
  'event-unknown': { fault: 'user', status: 404, retryable: false, title: 'No such event' },
  'event-unfit': { fault: 'user', status: 409, retryable: false, title: 'No run can be made of the event' },
  'run-ended': { fault: 'user', status: 409, retryable: false, title: 'The run has ended' },
  'too-late-to-cancel': { fault: 'user', status: 409, retryable: false, title: 'Too late to cancel' },
  'group-unknown': { fault: 'user', status: 404, retryable: false, title: 'No such container group' },
  'container-unknown': {
    fault: 'user',
    status: 404,
    retryable: false,
    title: 'The group has no such container',
  },
  'location-unknown': { fault: 'user', status: 404, retryable: false, title: 'No such region' },
  'group-owned': {
    fault: 'user',
    status: 409,
    retryable: false,
    title: 'The container group belongs to something else',
  },
  'group-unchangeable': {
    fault: 'user',
    status: 409,
    retryable: false,
    title: 'The container group cannot be changed in that',
  },
  'group-refused': { fault: 'user', status: 400, retryable: false, title: 'Azure takes no such request' },
  'container-not-ready': {
    fault: 'user',
    status: 409,
    retryable: false,
    title: 'The container takes no connection',
  },
  'image-not-accessible': {
    fault: 'user',
    status: 422,
    retryable: false,
    title: 'The image is not accessible',
  },
  'secret-unknown': { fault: 'user', status: 422, retryable: false, title: 'The app has no such secret' },
  'group-transitioning': {
    fault: 'platform',
    status: 409,
    retryable: true,
    title: 'The container group is changing',
    retryAfterSeconds: 10,
  },
  'no-room': {
    fault: 'platform',
    status: 429,
    retryable: true,
    title: 'No room for another container group',
    retryAfterSeconds: 30,
  },
  'quota-reached': {
    fault: 'platform',
    status: 429,
    retryable: true,
    title: 'The quota of the region is used up',
    retryAfterSeconds: 60,
  },
  'azure-throttled': {
    fault: 'platform',
    status: 429,
    retryable: true,
    title: 'Azure was asked too often',
    retryAfterSeconds: 60,
  },
  'capacity-short': {
    fault: 'platform',
    status: 503,
    retryable: true,
    title: 'The region is short of capacity',
    retryAfterSeconds: 60,
  },
  'body-missing': { fault: 'user', status: 411, retryable: false, title: 'The body is missing' },
  'body-too-large': { fault: 'user', status: 413, retryable: false, title: 'The body is too large' },
  'precondition-failed': {
    fault: 'user',
    status: 412,
    retryable: false,
    title: 'A condition of the request does not hold',
  },
  'idempotency-mismatch': {
    fault: 'user',
    status: 422,
    retryable: false,
    title: 'The Idempotency-Key belongs to another request',
  },
  'provider-off': {
    fault: 'user',
    status: 503,
    retryable: false,
    title: 'The git provider is turned off',
    retryAfterSeconds: 10,
  },
  'catalog-invalid': {
    fault: 'user',
    status: 503,
    retryable: false,
    title: 'The catalog is not valid',
    retryAfterSeconds: 10,
  },
  'settings-invalid': { fault: 'user', status: 500, retryable: false, title: 'The settings are not valid' },
  'azure-refused': { fault: 'platform', status: 502, retryable: false, title: 'Azure refused the request' },
  'azure-unavailable': {
    fault: 'platform',
    status: 503,
    retryable: true,
    title: 'Azure did not answer as expected',
    retryAfterSeconds: 10,
  },
  'provider-unavailable': {
    fault: 'platform',
    status: 503,
    retryable: true,
    title: 'The git provider did not answer',
    retryAfterSeconds: 10,
  },
  'claim-lost': {
    fault: 'platform',
    status: 409,
    retryable: false,
    title: 'Another run promotes the site',
  },
  'promotion-failed': {
    fault: 'platform',
    status: 502,
    retryable: false,
    title: 'The release could not be copied',
  },
  'release-missing': {
    fault: 'bug',
    status: 500,
    retryable: false,
    title: 'A release that must exist is missing',
  },
  internal: { fault: 'bug', status: 500, retryable: false, title: 'Slipway failed' },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;

/** Each code with what it means. */
export function errorEntry(code: ErrorCode): ErrorEntry {
  return errorTable[code];
}

/** The one error class of the app. Thrown means "retry me" or "bug"; what is expected is a value instead. */
export class SlipwayError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown> | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options?: { details?: Record<string, unknown>; cause?: unknown },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SlipwayError';
    this.code = code;
    this.details = options?.details;
  }

  get fault(): Fault {
    return errorEntry(this.code).fault;
  }

  get retryable(): boolean {
    return errorEntry(this.code).retryable;
  }
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
