import type {
  Baseline,
  PastRelease,
  Place,
  PromotionClaim,
  PromotionSummary,
  PurgeScope,
  TargetState,
  Unpurged,
} from '../../../contract/releases.ts';
import type { RunState } from '../../../contract/runs.ts';
import { unionOfPurges } from './purge-paths.ts';

export type ClaimRequest = {
  runId: string;
  release: string;
  commit: string;
  requestedAt: string;
  place: Place;
};

export type ClaimDecision =
  | { kind: 'claim'; state: TargetState }
  | { kind: 'alreadyClaimed' }
  | { kind: 'busy'; runId: string }
  | { kind: 'superseded'; by: string };

/**
 * A suspended run holds its claim for this long, counted from the claim: the time limit of functions in host.json, after which no activity of it that
 * was under way can still touch a file.
 */
const suspendedHoldMs = 10 * 60_000;

/** Rows of the history. More than any retention keeps, so that clean-up finds all that it may need. */
export const longestHistory = 100;

/**
 * Whether a run may change the live files of its target now. One at a time. A claim whose run has ended was cut short and is
 * taken over, with its release among the baselines if it had begun to copy, because its files may lie among the live ones. A
 * run that comes after a newer one is live, because it was held up, steps back; one that is only under way may still fail,
 * so it is waited for.
 */
export function promotionClaim(
  state: TargetState,
  request: ClaimRequest,
  holder: RunState | undefined,
  nowIso: string,
): ClaimDecision {
  const { live, promoting } = state;
  if (promoting?.runId === request.runId) return { kind: 'alreadyClaimed' };
  if (live && live.runId !== request.runId && live.requestedAt > request.requestedAt)
    return { kind: 'superseded', by: live.runId };
  if (promoting && isHeld(promoting, holder, nowIso)) return { kind: 'busy', runId: promoting.runId };
  const claim: PromotionClaim = {
    ...request,
    claimedAt: nowIso,
    copying: false,
    baselines: baselinesBelow(state),
  };
  return { kind: 'claim', state: { ...state, promoting: claim } };
}

function isHeld(claim: PromotionClaim, holder: RunState | undefined, nowIso: string): boolean {
  if (holder === 'active') return true;
  return holder === 'suspended' && Date.parse(nowIso) - Date.parse(claim.claimedAt) < suspendedHoldMs;
}

function baselinesBelow({ live, promoting }: TargetState): Baseline[] {
  if (!promoting) return live ? [{ release: live.release, place: live.place }] : [];
  const { release, place, copying, baselines } = promoting;
  if (!copying || baselines.some((below) => below.release === release && isSamePlace(below.place, place)))
    return baselines;
  return [...baselines, { release, place }];
}

/** The same blobs, whatever the URL. */
export function isSamePlace(one: Place, other: Place): boolean {
  return one.container === other.container && one.prefix === other.prefix;
}

/** The same blobs at the same URL. */
export function isSameAddress(one: Place, other: Place): boolean {
  return isSamePlace(one, other) && one.url === other.url;
}

/** The state after the claimed release became the live one. */
export function completedPromotion(
  state: TargetState,
  claim: PromotionClaim,
  { live, purge }: Pick<PromotionSummary, 'live' | 'purge'>,
  nowIso: string,
): TargetState {
  const { site, lane } = state;
  const { release, commit, runId, requestedAt, place } = claim;
  const past: PastRelease = { release, commit, runId, promotedAt: nowIso };
  return {
    site,
    lane,
    live: { ...past, requestedAt, place, ...live },
    ...withUnpurged(state.unpurged, purge, runId),
    history: [past, ...state.history].slice(0, longestHistory),
  };
}

/** Notes what is to be purged beside what was noted before. */
export function withUnpurged(
  unpurged: Unpurged | undefined,
  more: PurgeScope,
  by: string,
): Pick<TargetState, 'unpurged'> {
  if (more.length > 0) return { unpurged: { scope: unionOfPurges(unpurged?.scope ?? [], more), by } };
  return unpurged ? { unpurged } : {};
}

/** The state after a claim was given back untouched: what it took over from a cut-short one stays to be repaired. */
export function abandonedPromotion(state: TargetState): TargetState {
  const { promoting, ...rest } = state;
  const { live } = state;
  const toRepair = promoting?.baselines.filter(
    ({ release, place }) => release !== live?.release || !isSamePlace(place, live.place),
  );
  const last = toRepair?.at(-1);
  if (!promoting || !last) return rest;
  return {
    ...rest,
    promoting: { ...promoting, ...last, runId: `${promoting.runId}-abandoned`, copying: true },
  };
}
