/** Who may create a container group now, and who waits. One document for the whole app, stored under an ETag. */

/** The first is served before the second. */
export type CreationPriority = 'production' | 'other';

/** One group that exists, is about to, or waits for room. */
export type Ticket = {
  group: string;
  /** The instance that is woken when its turn has come. */
  runId: string;
  region: string;
  cores: number;
  priority: CreationPriority;
  /** Whoever holds least of it goes first: the site, so that one cannot take all the room. */
  share: string;
  /** Milliseconds since the epoch: when the run first asked. */
  since: number;
  state: 'waiting' | 'holding';
  /** Milliseconds since the epoch: forgotten after that, should its run have been lost. */
  until: number;
};

/** Limits of a region, and what is used of them by others than the holders of tickets. */
export type RegionUsage = {
  groups: { limit: number; usedByOthers: number };
  cores: { limit: number; usedByOthers: number };
};

export type CreationBudgetState = {
  tickets: Ticket[];
  /** Milliseconds since the epoch of each create of the last hour. */
  creations: number[];
  regions: Record<string, RegionNotes>;
};

export type RegionNotes = {
  /** Absent where the region does not tell. */
  usage?: RegionUsage;
  /** Milliseconds since the epoch. */
  readAt?: number;
  /** Nobody creates here before this moment: the region has just refused somebody. */
  pausedUntil?: number;
};

export type CreationClaim = Omit<Ticket, 'state' | 'since' | 'until'> & {
  /** ISO. */
  since: string;
  /** How long the ticket may be held, waiting included. */
  lifeSeconds: number;
};

export type ClaimAnswer =
  | { kind: 'granted' }
  /** `room` says in words what is full. */
  | { kind: 'queued'; ahead: number; room: string }
  /** No wait can help. */
  | { kind: 'impossible'; message: string };

/** How many container groups a subscription creates in some time, at most. */
export type CreationRates = { per5Minutes: number; perHour: number };
