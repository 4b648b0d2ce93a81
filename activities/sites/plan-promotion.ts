import { SlipwayError } from '../../lib/errors.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ManifestReader, Releases } from '../../lib/ports/releases.ts';
import { type MadePlan, makePlan } from '../../lib/promotion/make-plan.ts';
import { updateTarget } from '../../lib/promotion/update-target.ts';
import type { ActivityDependencies } from '../dependencies.ts';

type Plan = ActivityHandlers['planPromotion'];

/** Idempotent: until the promotion is complete the same claim gives the same plan. */
export function planPromotion(deps: ActivityDependencies): Plan {
  const { documents, releases, targets } = deps;
  return async ({ runId, ...request }) => {
    const { target } = request;
    const { state } = await targets.read(target);
    const claim = state.promoting;
    if (claim?.runId !== runId) throw claimLost(runId, target.site);
    let made: MadePlan;
    try {
      const next = await manifestOf(releases, target.site, claim.release);
      made = await makePlan(deps, { ...request, next, state, claim });
    } catch (error) {
      // A container may report a release that it did not make, or write a manifest that makes no sense.
      if (error instanceof SlipwayError && error.code === 'release-missing')
        return { kind: 'refused', message: error.message };
      throw error;
    }
    if (made.kind === 'refused') return made;

    await updateTarget(targets, target, async (now) => {
      if (now.promoting?.runId !== runId) throw claimLost(runId, target.site);
      return { state: { ...now, promoting: { ...now.promoting, copying: true } }, answer: undefined };
    });
    // Looked for after the claim says that copying begins: whoever cancels marks first and reads the claim then, so that one of
    // the two always sees the other.
    const cancellation = await documents.readCancellation(runId);
    if (cancellation) return { kind: 'cancelled', message: cancellation.reason };
    const { chunks, changed } = made.summary;
    return { kind: 'planned', chunks, changed };
  };
}

async function manifestOf(releases: Releases, site: string, release: string): Promise<ManifestReader> {
  const manifest = await releases.readManifest(site, release);
  if (manifest) return manifest;
  throw new SlipwayError(
    'release-missing',
    `The manifest of release "${release}" of site "${site}" is not in the store.`,
  );
}

function claimLost(runId: string, site: string): SlipwayError {
  return new SlipwayError(
    'claim-lost',
    `Run "${runId}" plans a promotion of site "${site}" without holding its claim.`,
  );
}
