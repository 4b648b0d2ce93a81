import type { ActivityDependencies } from '../../activities/dependencies.ts';
import { abandonPromotion } from '../../activities/sites/abandon-promotion.ts';
import { applyPromotionChunk } from '../../activities/sites/apply-promotion-chunk.ts';
import { claimPromotion } from '../../activities/sites/claim-promotion.ts';
import { completePromotion } from '../../activities/sites/complete-promotion.ts';
import { deleteExpiredFiles } from '../../activities/sites/delete-expired-files.ts';
import { planPromotion } from '../../activities/sites/plan-promotion.ts';
import { purgeCdn } from '../../activities/sites/purge-cdn.ts';
import type { ActivityInput, ActivityResult } from '../../contract/activities.ts';
import type { Target } from '../../contract/sites.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import { VirtualClock } from '../../local/clock.ts';
import { anInvocation } from './an-invocation.ts';
import { aManifest, aSite, aTarget } from './builders.ts';
import { FakeCatalogs, FakeCdn, fakeClock } from './fakes/fake-outside.ts';
import { FakePromotionPlans } from './fakes/fake-promotion-plans.ts';
import { FakeReleases } from './fakes/fake-releases.ts';
import { FakeRunDocuments } from './fakes/fake-run-documents.ts';
import { FakeRuns } from './fakes/fake-runs.ts';
import { FakeTargets } from './fakes/fake-targets.ts';

type PromotionActivity =
  | 'claimPromotion'
  | 'planPromotion'
  | 'applyPromotionChunk'
  | 'completePromotion'
  | 'abandonPromotion'
  | 'purgeCdn'
  | 'deleteExpiredFiles';

export type PlanRules = Omit<ActivityInput<'planPromotion'>, 'target' | 'runId'>;
export type Promotion = Partial<PlanRules> & {
  runId: string;
  release?: string;
  files?: Record<string, string>;
  target?: Target;
  requestedAt?: string;
};

/** The activities of promotions over fakes. */
export class PromotionBench {
  readonly clock = new VirtualClock();
  readonly cdn = new FakeCdn();
  readonly catalogs = new FakeCatalogs([aSite()]);
  readonly documents = new FakeRunDocuments();
  readonly plans = new FakePromotionPlans();
  readonly releases = new FakeReleases();
  readonly runs = new FakeRuns();
  readonly targets = new FakeTargets();
  readonly logged: string[] = [];
  target = aTarget();

  /** Calls one activity. */
  call<Name extends PromotionActivity>(
    name: Name,
    input: ActivityInput<Name>,
  ): Promise<ActivityResult<Name>> {
    const deps = { ...this, clock: fakeClock(this.clock) } as unknown as ActivityDependencies;
    const make: { [Each in PromotionActivity]: (deps: ActivityDependencies) => ActivityHandlers[Each] } = {
      claimPromotion,
      planPromotion,
      applyPromotionChunk,
      completePromotion,
      abandonPromotion,
      purgeCdn,
      deleteExpiredFiles,
    };
    const invocation = anInvocation({ runs: this.runs, log: (line) => this.logged.push(line) });
    return make[name](deps)(input, invocation);
  }

  /** Puts the release of a run into the store and claims the target for it; a run that holds it now has ended. */
  async claim({
    runId,
    release = `release-${runId}`,
    files = {},
    target = this.target,
    requestedAt = this.now,
  }: Promotion) {
    const manifest = aManifest(release, files, { site: target.site });
    this.releases.addManifest(manifest);
    const { commit } = manifest.header;
    return this.call('claimPromotion', { target, runId, release, commit, requestedAt });
  }

  plan({ runId, target = this.target, ...rules }: Promotion) {
    const all = { ...defaults, ...rules };
    const { maxDeletions, assetGraceMinutes, force, deleteAssetsAtOnce } = all;
    const input = { target, runId, maxDeletions, assetGraceMinutes, force, deleteAssetsAtOnce };
    return this.call('planPromotion', input);
  }

  /** Carries out all chunks, part by part. Throws what a chunk says. */
  async apply({ runId, target = this.target }: Promotion): Promise<void> {
    const { chunks } = await this.plans.readSummary(runId);
    for (const part of ['assets', 'pages', 'removals'] as const) {
      for (let chunk = 0; chunk < chunks[part]; chunk++) {
        const result = await this.call('applyPromotionChunk', { target, runId, part, chunk });
        if (result.kind === 'failed') throw new Error(result.message);
      }
    }
  }

  complete({ runId, target = this.target }: Promotion) {
    return this.call('completePromotion', { target, runId });
  }

  /** A whole promotion. Throws when it is not planned. */
  async promote(promotion: Promotion): Promise<ActivityResult<'planPromotion'> & { kind: 'planned' }> {
    const claimed = await this.claim(promotion);
    if (claimed.kind !== 'claimed') throw new Error(JSON.stringify(claimed));
    const planned = await this.plan(promotion);
    if (planned.kind !== 'planned') throw new Error(planned.message);
    await this.apply(promotion);
    await this.complete(promotion);
    return planned;
  }

  /** The live files of the target: path and hash. */
  live(target = this.target): Record<string, string> {
    const files = [...this.releases.filesOf(target.container, target.prefix)].sort();
    return Object.fromEntries(files.map(([path, { sha256 }]) => [path, sha256.replace(/0+$/, '')]));
  }

  get now(): string {
    return new Date(this.clock.now()).toISOString();
  }
}

const defaults: PlanRules = {
  maxDeletions: 256,
  assetGraceMinutes: 60,
  force: false,
  deleteAssetsAtOnce: false,
};
