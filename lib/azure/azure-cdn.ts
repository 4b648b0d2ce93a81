import { setTimeout as sleep } from 'node:timers/promises';
import type { CdnTarget } from '../../contract/sites.ts';
import { batchesOf } from '../batches-of.ts';
import type { Cdn } from '../ports/cdn.ts';
import type { ArmClients } from './arm-clients.ts';
import { answerOf, azureError } from './azure-error.ts';

/** What the service takes in one call. */
const pathsPerCall = 100;

/** For the request itself; only the watching is bounded by the caller. */
const requestTimeoutMs = 30_000;

/** A small purge of a near endpoint is over at once; a real one takes minutes, and reads of ARM are limited. */
const firstPauseMs = 100;
const longestPauseMs = 5_000;

type Endpoint = Exclude<CdnTarget, { kind: 'none' }>;

/** What this file needs of the SDK's pollers. */
type Poller = { isDone(): boolean; poll(options?: { abortSignal?: AbortSignal }): Promise<unknown> };

/** Purges of Front Door and of the classic CDN. */
export function azureCdn(arm: ArmClients): Cdn {
  return {
    async purge(target, paths, waitSeconds) {
      if (target.kind === 'none') return { kind: 'noCdn' };
      const watch = new AbortController();
      const timer = setTimeout(() => watch.abort(), waitSeconds * 1_000);
      try {
        const calls = batchesOf(paths, pathsPerCall).map((batch) =>
          purgeBatch(arm, target, batch, watch.signal),
        );
        const ended = await Promise.all(calls);
        return { kind: ended.every(Boolean) ? 'purged' : 'requested', paths: paths.length };
      } finally {
        clearTimeout(timer);
        watch.abort();
      }
    },
  };
}

/** True when the purge was seen to end; false when it goes on, or the app may not watch it. */
async function purgeBatch(
  arm: ArmClients,
  target: Endpoint,
  paths: string[],
  watch: AbortSignal,
): Promise<boolean> {
  const attempt = `purging ${paths.length} paths of endpoint "${target.profile}/${target.endpoint}"`;
  let accepted = false;
  // The signal of the request is also the one of every poll: at first it bounds the request, then it follows the watching.
  const requests = new AbortController();
  const timer = setTimeout(() => requests.abort(), requestTimeoutMs);
  try {
    const poller = await begin(arm, target, paths, {
      abortSignal: requests.signal,
      onResponse: ({ status }) => {
        accepted ||= status < 300;
      },
    });
    clearTimeout(timer);
    watch.addEventListener('abort', () => requests.abort(), { once: true });
    for (let pauseMs = firstPauseMs; !poller.isDone(); pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      await sleep(pauseMs, undefined, { signal: watch });
      await poller.poll({ abortSignal: watch });
    }
    return true;
  } catch (error) {
    const answer = answerOf(error);
    // Asking for a purge and watching it are different rights; what was accepted goes on unwatched.
    if (accepted && (watch.aborted || answer.status !== undefined)) return false;
    throw azureError(attempt, answer, error);
  } finally {
    clearTimeout(timer);
  }
}

async function begin(
  arm: ArmClients,
  target: Endpoint,
  contentPaths: string[],
  options: { abortSignal: AbortSignal; onResponse: (response: { status: number }) => void },
): Promise<Poller> {
  const client = await arm.cdn();
  const resourceGroup = target.resourceGroup ?? arm.resourceGroup;
  const { profile, endpoint } = target;
  if (target.kind === 'classic') {
    return client.endpoints.beginPurgeContent(resourceGroup, profile, endpoint, { contentPaths }, options);
  }
  const contents = target.domains ? { contentPaths, domains: target.domains } : { contentPaths };
  return client.afdEndpoints.beginPurgeContent(resourceGroup, profile, endpoint, contents, options);
}
