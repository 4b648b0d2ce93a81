import { describe, expect, test } from 'vitest';
import type {
  Baseline,
  LiveRelease,
  Place,
  PromotionClaim,
  TargetState,
} from '../../../../contract/releases.ts';
import type { RunState } from '../../../../contract/runs.ts';
import {
  abandonedPromotion,
  type ClaimDecision,
  type ClaimRequest,
  completedPromotion,
  longestHistory,
  promotionClaim,
} from '../../../../lib/decide/sites/promotion-claim.ts';

const now = '2026-01-01T12:00:00.000Z';
const early = '2026-01-01T10:00:00.000Z';
const late = '2026-01-01T11:00:00.000Z';

const here: Place = { container: 'site-blog', prefix: '', url: 'https://blog.example.com/' };
const there: Place = { ...here, container: 'elsewhere' };
const below = (...releases: string[]): Baseline[] => releases.map((release) => ({ release, place: here }));

function aRequest(overrides: Partial<ClaimRequest> = {}): ClaimRequest {
  return { runId: 'run', release: 'next', commit: 'c0ffee', requestedAt: late, place: here, ...overrides };
}

function aLive(overrides: Partial<LiveRelease> = {}): LiveRelease {
  return {
    release: 'live',
    commit: 'c0de',
    runId: 'before',
    requestedAt: early,
    promotedAt: early,
    place: here,
    files: 3,
    pages: 1,
    hasFrontPage: true,
    ...overrides,
  };
}

function aClaim(overrides: Partial<PromotionClaim> = {}): PromotionClaim {
  return {
    ...aRequest({ runId: 'other', release: 'cut' }),
    claimedAt: early,
    copying: true,
    baselines: below('live'),
    ...overrides,
  };
}

function aState(overrides: Partial<TargetState> = {}): TargetState {
  return { site: 'blog', lane: 'production', history: [], ...overrides };
}

type Row = {
  title: string;
  state: TargetState;
  request?: ClaimRequest;
  holder?: RunState;
  decision: ClaimDecision | { baselines: Baseline[] };
};

const rows: Row[] = [
  {
    title: 'the first publish of a site claims it with nothing below',
    state: aState(),
    decision: { baselines: below() },
  },
  {
    title: 'a publish claims the site with the live release below',
    state: aState({ live: aLive() }),
    decision: { baselines: below('live') },
  },
  {
    title: 'a publish of the same moment as the live one claims the site',
    state: aState({ live: aLive({ requestedAt: late }) }),
    decision: { baselines: below('live') },
  },
  {
    title: 'a publish that was asked for before the live one steps back',
    state: aState({ live: aLive({ requestedAt: now }) }),
    decision: { kind: 'superseded', by: 'before' },
  },
  {
    title: 'the run of the live release may claim the site again',
    state: aState({ live: aLive({ runId: 'run', requestedAt: now }) }),
    decision: { baselines: below('live') },
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
    title: 'a publish waits for a newer one that is being promoted, because that one may fail',
    state: aState({ promoting: aClaim({ requestedAt: now }) }),
    holder: 'active',
    decision: { kind: 'busy', runId: 'other' },
  },
  {
    title: 'a publish waits for a suspended one whose activities may still run',
    state: aState({ promoting: aClaim({ claimedAt: '2026-01-01T11:50:01.000Z' }) }),
    holder: 'suspended',
    decision: { kind: 'busy', runId: 'other' },
  },
  {
    title: 'a claim whose run has been suspended for long is taken over',
    state: aState({ live: aLive(), promoting: aClaim({ claimedAt: '2026-01-01T11:50:00.000Z' }) }),
    holder: 'suspended',
    decision: { baselines: below('live', 'cut') },
  },
  {
    title: 'a claim that ended before it changed a file leaves nothing below',
    state: aState({ live: aLive(), promoting: aClaim({ copying: false }) }),
    holder: 'ended',
    decision: { baselines: below('live') },
  },
  {
    title: 'what was live elsewhere, and what was cut short elsewhere, stand below with their places',
    state: aState({
      live: aLive({ place: there }),
      promoting: aClaim({ place: there, baselines: [{ release: 'live', place: there }] }),
    }),
    holder: 'ended',
    decision: {
      baselines: [
        { release: 'live', place: there },
        { release: 'cut', place: there },
      ],
    },
  },
  {
    title: 'one release that was cut short at two places stands below for each',
    state: aState({ promoting: aClaim({ place: there, baselines: below('cut') }) }),
    holder: 'ended',
    decision: { baselines: [...below('cut'), { release: 'cut', place: there }] },
  },
  {
    title: 'a claim whose run has ended is taken over, with its release below',
    state: aState({ live: aLive(), promoting: aClaim() }),
    holder: 'ended',
    decision: { baselines: below('live', 'cut') },
  },
  {
    title: 'a claim whose run is unknown is taken over',
    state: aState({ live: aLive(), promoting: aClaim() }),
    holder: 'unknown',
    decision: { baselines: below('live', 'cut') },
  },
  {
    title: 'a newer claim whose run has ended is taken over by an older publish',
    state: aState({ live: aLive(), promoting: aClaim({ requestedAt: now }) }),
    holder: 'ended',
    decision: { baselines: below('live', 'cut') },
  },
  {
    title: 'all that was cut short one after the other stays below',
    state: aState({ promoting: aClaim({ baselines: below('live', 'first'), release: 'second' }) }),
    holder: 'ended',
    decision: { baselines: below('live', 'first', 'second') },
  },
  {
    title: 'a release stands below once',
    state: aState({ promoting: aClaim({ baselines: below('live'), release: 'live' }) }),
    holder: 'ended',
    decision: { baselines: below('live') },
  },
  {
    title: 'a first promotion that was cut short stands below',
    state: aState({ promoting: aClaim({ baselines: below() }) }),
    holder: 'ended',
    decision: { baselines: below('cut') },
  },
];

describe('the claim of a promotion', () => {
  for (const { title, state, request = aRequest(), holder, decision } of rows) {
    test(title, () => {
      const decided = promotionClaim(state, request, holder, now);
      if ('kind' in decision) expect(decided).toEqual(decision);
      else {
        const promoting = { ...request, claimedAt: now, copying: false, baselines: decision.baselines };
        expect(decided).toEqual({ kind: 'claim', state: { ...state, promoting } });
      }
    });
  }
});

describe('a completed promotion', () => {
  const counts = { files: 7, pages: 2, hasFrontPage: true };
  const past = { release: 'next', commit: 'c0ffee', runId: 'run', promotedAt: now };
  const complete = (state: Partial<TargetState>, purge: string[] | 'all' = []) =>
    completedPromotion(aState(state), aClaim({ ...aRequest() }), { live: counts, purge }, now);

  test('is the live release, without a claim, and the newest of the history', () => {
    const older = { ...past, release: 'older' };
    expect(complete({ live: aLive(), promoting: aClaim(), history: [older] })).toEqual({
      site: 'blog',
      lane: 'production',
      live: { ...past, requestedAt: late, place: here, ...counts },
      history: [past, older],
    });
  });

  test('notes what to purge beside what no purge went through for', () => {
    const unpurged = { scope: ['/a'], by: 'before' };
    expect(complete({ unpurged }, ['/b']).unpurged).toEqual({ scope: ['/a', '/b'], by: 'run' });
    expect(complete({ unpurged }).unpurged).toEqual(unpurged);
    expect(complete({ unpurged }, 'all').unpurged).toEqual({ scope: 'all', by: 'run' });
  });

  test('keeps a bounded history', () => {
    const history = Array.from({ length: longestHistory }, (_, n) => ({ ...past, release: `r${n}` }));
    expect(complete({ history }).history).toHaveLength(longestHistory);
  });
});

describe('a claim that is given back', () => {
  test('leaves no trace when only the live release was below', () => {
    const state = aState({ live: aLive() });
    expect(abandonedPromotion({ ...state, promoting: aClaim() })).toEqual(state);
  });

  test('leaves no trace on a site that was never published', () => {
    expect(abandonedPromotion(aState({ promoting: aClaim({ baselines: below() }) }))).toEqual(aState());
  });

  test('leaves a site without a claim as it is', () => {
    expect(abandonedPromotion(aState({ live: aLive() }))).toEqual(aState({ live: aLive() }));
  });

  test('leaves what it took over to be repaired by the next publish', () => {
    const state = aState({
      live: aLive(),
      promoting: aClaim({ baselines: below('live', 'cut'), release: 'refused' }),
    });
    const given = abandonedPromotion(state);
    expect(given.promoting?.runId).not.toBe('other');
    const next = promotionClaim(given, aRequest(), 'unknown', now);
    expect(next).toMatchObject({ kind: 'claim', state: { promoting: { baselines: below('live', 'cut') } } });
  });
});
