import type { LiveRelease, PromotionClaim, SiteState } from '../../../contract/releases.ts';
import type { RunState } from '../../../contract/runs.ts';

export type ClaimRequest = { runId: string; release: string; commit: string; requestedAt: string };

export type ClaimDecision =
  | { kind: 'claim'; state: SiteState }
  | { kind: 'alreadyClaimed' }
  | { kind: 'busy'; runId: string }
  | { kind: 'superseded'; by: string };

/**
 * Whether a publish may change the live files of its site now. One at a time; the publish that was asked for last stays
 * live, so an older one steps back; a claim whose run has ended was cut short and is taken over, with its release among
 * the baselines, because its files may lie among the live ones.
 */
export function promotionClaim(
  state: SiteState,
  request: ClaimRequest,
  holder: RunState | undefined,
  nowIso: string,
): ClaimDecision {
  const { live, promoting } = state;
  if (promoting?.runId === request.runId) return { kind: 'alreadyClaimed' };
  if (live && isNewer(live, request)) return { kind: 'superseded', by: live.runId };
  if (promoting && holder === 'active') {
    return isNewer(promoting, request)
      ? { kind: 'superseded', by: promoting.runId }
      : { kind: 'busy', runId: promoting.runId };
  }
  const baselines = promoting ? [...promoting.baselines, promoting.release] : live ? [live.release] : [];
  const claim: PromotionClaim = { ...request, claimedAt: nowIso, baselines: [...new Set(baselines)] };
  return { kind: 'claim', state: { ...state, promoting: claim } };
}

function isNewer(other: LiveRelease | PromotionClaim, request: ClaimRequest): boolean {
  return other.runId !== request.runId && other.requestedAt > request.requestedAt;
}

/** The state after the claimed release became the live one. `expiring` is what the plan leaves for later. */
export function completedPromotion(
  state: SiteState,
  claim: PromotionClaim,
  expiring: SiteState['expiring'],
  nowIso: string,
): SiteState {
  const live: LiveRelease = {
    release: claim.release,
    commit: claim.commit,
    runId: claim.runId,
    requestedAt: claim.requestedAt,
    promotedAt: nowIso,
  };
  return { site: state.site, live, expiring };
}

/** The state after a claim was given back untouched: what it took over from a cut-short one stays to be repaired. */
export function abandonedPromotion(state: SiteState): SiteState {
  const { promoting, ...rest } = state;
  const liveOnly = promoting?.baselines.every((baseline) => baseline === state.live?.release) ?? true;
  if (liveOnly || !promoting) return rest;
  const cutShort = promoting.baselines.at(-1) ?? promoting.release;
  return { ...rest, promoting: { ...promoting, runId: `${promoting.runId}-abandoned`, release: cutShort } };
}
