import { describe, expect, test } from 'vitest';
import type { LiveRelease, PromotionClaim, SiteState } from '../../../../contract/releases.ts';
import type { RunState } from '../../../../contract/runs.ts';
import {
  abandonedPromotion,
  type ClaimDecision,
  type ClaimRequest,
  completedPromotion,
  promotionClaim,
} from '../../../../lib/decide/sites/promotion-claim.ts';

const now = '2026-01-01T12:00:00.000Z';
const early = '2026-01-01T10:00:00.000Z';
const late = '2026-01-01T11:00:00.000Z';
const expiring = [{ path: 'old.css', deleteAfter: late }];

function aRequest(overrides: Partial<ClaimRequest> = {}): ClaimRequest {
  return { runId: 'run', release: 'next', commit: 'c0ffee', requestedAt: late, ...overrides };
}

function aLive(overrides: Partial<LiveRelease> = {}): LiveRelease {
  return {
    release: 'live',
    commit: 'c0de',
    runId: 'before',
    requestedAt: early,
    promotedAt: early,
    ...overrides,
  };
}

function aClaim(overrides: Partial<PromotionClaim> = {}): PromotionClaim {
  return {
    ...aRequest({ runId: 'other', release: 'cut' }),
    claimedAt: early,
    baselines: ['live'],
    ...overrides,
  };
}

function aState(overrides: Partial<SiteState> = {}): SiteState {
  return { site: 'blog', expiring, ...overrides };
}

type Row = {
  title: string;
  state: SiteState;
  request?: ClaimRequest;
  holder?: RunState;
  decision: ClaimDecision | { baselines: string[] };
};

const rows: Row[] = [
  {
    title: 'the first publish of a site claims it with nothing below',
    state: aState(),
    decision: { baselines: [] },
  },
  {
    title: 'a publish claims the site with the live release below',
    state: aState({ live: aLive() }),
    decision: { baselines: ['live'] },
  },
  {
    title: 'a publish of the same moment as the live one claims the site',
    state: aState({ live: aLive({ requestedAt: late }) }),
    decision: { baselines: ['live'] },
  },
  {
    title: 'a publish that was asked for before the live one steps back',
    state: aState({ live: aLive({ requestedAt: now }) }),
    decision: { kind: 'superseded', by: 'before' },
  },
  {
    title: 'the run of the live release may claim the site again',
    state: aState({ live: aLive({ runId: 'run', requestedAt: now }) }),
    decision: { baselines: ['live'] },
  },
  {
    title: 'a run that holds the claim has it',
    state: aState({ promoting: aClaim({ runId: 'run' }) }),
    holder: 'active',
    decision: { kind: 'alreadyClaimed' },
  },
  {
    title: 'a publish waits for an older one that is being promoted',
    state: aState({ promoting: aClaim({ requestedAt: early }) }),
    holder: 'active',
    decision: { kind: 'busy', runId: 'other' },
  },
  {
    title: 'a publish waits for one of the same moment',
    state: aState({ promoting: aClaim() }),
    holder: 'active',
    decision: { kind: 'busy', runId: 'other' },
  },
  {
    title: 'a publish steps back for a newer one that is being promoted',
    state: aState({ promoting: aClaim({ requestedAt: now }) }),
    holder: 'active',
    decision: { kind: 'superseded', by: 'other' },
  },
  {
    title: 'a claim whose run has ended is taken over, with its release below',
    state: aState({ live: aLive(), promoting: aClaim() }),
    holder: 'ended',
    decision: { baselines: ['live', 'cut'] },
  },
  {
    title: 'a claim whose run is unknown is taken over',
    state: aState({ live: aLive(), promoting: aClaim() }),
    holder: 'unknown',
    decision: { baselines: ['live', 'cut'] },
  },
  {
    title: 'a newer claim whose run has ended is taken over by an older publish',
    state: aState({ live: aLive(), promoting: aClaim({ requestedAt: now }) }),
    holder: 'ended',
    decision: { baselines: ['live', 'cut'] },
  },
  {
    title: 'all that was cut short one after the other stays below',
    state: aState({ promoting: aClaim({ baselines: ['live', 'first'], release: 'second' }) }),
    holder: 'ended',
    decision: { baselines: ['live', 'first', 'second'] },
  },
  {
    title: 'a release stands below once',
    state: aState({ promoting: aClaim({ baselines: ['live'], release: 'live' }) }),
    holder: 'ended',
    decision: { baselines: ['live'] },
  },
  {
    title: 'a first promotion that was cut short stands below',
    state: aState({ promoting: aClaim({ baselines: [] }) }),
    holder: 'ended',
    decision: { baselines: ['cut'] },
  },
];

describe('the claim of a promotion', () => {
  for (const { title, state, request = aRequest(), holder, decision } of rows) {
    test(title, () => {
      const decided = promotionClaim(state, request, holder, now);
      if ('kind' in decision) expect(decided).toEqual(decision);
      else {
        const promoting = { ...request, claimedAt: now, baselines: decision.baselines };
        expect(decided).toEqual({ kind: 'claim', state: { ...state, promoting } });
      }
    });
  }
});

test('a completed promotion is the live release, without a claim', () => {
  const claim = aClaim({ ...aRequest() });
  const left = [{ path: 'new.css', deleteAfter: now }];
  expect(completedPromotion(aState({ live: aLive(), promoting: claim }), claim, left, now)).toEqual({
    site: 'blog',
    live: { ...aRequest(), promotedAt: now },
    expiring: left,
  });
});

describe('a claim that is given back', () => {
  test('leaves no trace when only the live release was below', () => {
    const state = aState({ live: aLive() });
    expect(abandonedPromotion({ ...state, promoting: aClaim() })).toEqual(state);
  });

  test('leaves no trace on a site that was never published', () => {
    expect(abandonedPromotion(aState({ promoting: aClaim({ baselines: [] }) }))).toEqual(aState());
  });

  test('leaves a site without a claim as it is', () => {
    expect(abandonedPromotion(aState({ live: aLive() }))).toEqual(aState({ live: aLive() }));
  });

  test('leaves what it took over to be repaired by the next publish', () => {
    const state = aState({
      live: aLive(),
      promoting: aClaim({ baselines: ['live', 'cut'], release: 'refused' }),
    });
    const given = abandonedPromotion(state);
    expect(given.promoting?.runId).not.toBe('other');
    const next = promotionClaim(given, aRequest(), 'unknown', now);
    expect(next).toMatchObject({ kind: 'claim', state: { promoting: { baselines: ['live', 'cut'] } } });
  });
});
