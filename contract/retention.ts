/** How long what is finished is kept, and how much of it. */
export type Retention = {
  /** Finished runs: their histories, index rows, plans, marks, build reports and idempotency keys. */
  runDays: number;
  logDays: number;
  deliveryDays: number;
  /** Releases of each target that can be live again without a build. */
  releases: number;
  /** Build caches of each site. */
  caches: number;
};
