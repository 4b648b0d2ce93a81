/** A run that was cancelled meanwhile; `message` is the reason that was given. */
export type Cancelled = { kind: 'cancelled'; message: string };
