import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock.ts';

/** GitHub refuses longer descriptions. */
const longestDescription = 140;

export const statusRequest = z.object({
  state: z.enum(['error', 'failure', 'pending', 'success']),
  target_url: z.string().nullish(),
  description: z
    .string()
    .max(longestDescription, `description is too long (maximum is ${longestDescription} characters)`)
    .nullish(),
  context: z.string().default('default'),
});

export type StatusRequest = z.output<typeof statusRequest>;
export type CommitStatusRecord = ReturnType<CommitStatuses['add']>;

/** The statuses that were reported on commits, in memory: a stand-in's memory need not outlive it. */
export class CommitStatuses {
  readonly #clock: Clock;
  readonly #bySha = new Map<string, CommitStatusRecord[]>();
  #lastId = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(url: string, repository: string, sha: string, request: StatusRequest) {
    const now = new Date(this.#clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
    this.#lastId += 1;
    const status = {
      url,
      id: this.#lastId,
      node_id: randomUUID(),
      state: request.state,
      description: request.description ?? null,
      target_url: request.target_url ?? null,
      context: request.context,
      created_at: now,
      updated_at: now,
      creator: { login: 'slipway', type: 'Bot' },
    };
    const key = `${repository}@${sha}`;
    this.#bySha.set(key, [status, ...(this.#bySha.get(key) ?? [])]);
    return status;
  }

  /** The newest first. */
  of(repository: string, sha: string): CommitStatusRecord[] {
    return this.#bySha.get(`${repository}@${sha}`) ?? [];
  }

  /** The newest of each context, and what they say together. */
  combined(repository: string, sha: string) {
    const newest = new Map<string, CommitStatusRecord>();
    for (const status of this.of(repository, sha)) {
      if (!newest.has(status.context)) newest.set(status.context, status);
    }
    const statuses = [...newest.values()];
    const states = new Set(statuses.map((status) => status.state));
    const failed = states.has('failure') || states.has('error');
    const state = failed ? 'failure' : states.has('pending') || states.size === 0 ? 'pending' : 'success';
    return { state, statuses, sha, total_count: statuses.length };
  }
}
