import { abandonPromotion } from './abandon-promotion.ts';
import { applyPromotionChunk } from './apply-promotion-chunk.ts';
import { captureLogs } from './capture-logs.ts';
import { checkLive } from './check-live.ts';
import { claimPromotion } from './claim-promotion.ts';
import { completePromotion } from './complete-promotion.ts';
import type { ActivityHandlers } from './contract.ts';
import { createContainerGroup } from './create-container-group.ts';
import { deleteContainerGroup } from './delete-container-group.ts';
import { deleteExpiredFiles } from './delete-expired-files.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { fetchCommit } from './fetch-commit.ts';
import { getContainerState } from './get-container-state.ts';
import { getRunStates } from './get-run-states.ts';
import { getSite } from './get-site.ts';
import { keepContainerGroup } from './keep-container-group.ts';
import { listContainerGroups } from './list-container-groups.ts';
import { planPromotion } from './plan-promotion.ts';
import { purgeCdn } from './purge-cdn.ts';
import { readBuildReport } from './read-build-report.ts';
import { reportCommitStatus } from './report-commit-status.ts';

/** All activities, bound to the outside world. */
export function createActivities(deps: ActivityDependencies): ActivityHandlers {
  return {
    abandonPromotion: abandonPromotion(deps),
    applyPromotionChunk: applyPromotionChunk(deps),
    captureLogs: captureLogs(deps),
    checkLive: checkLive(deps),
    claimPromotion: claimPromotion(deps),
    completePromotion: completePromotion(deps),
    createContainerGroup: createContainerGroup(deps),
    deleteContainerGroup: deleteContainerGroup(deps),
    deleteExpiredFiles: deleteExpiredFiles(deps),
    fetchCommit: fetchCommit(deps),
    getContainerState: getContainerState(deps),
    getRunStates: getRunStates(),
    getSite: getSite(deps),
    keepContainerGroup: keepContainerGroup(deps),
    listContainerGroups: listContainerGroups(deps),
    planPromotion: planPromotion(deps),
    purgeCdn: purgeCdn(deps),
    readBuildReport: readBuildReport(deps),
    reportCommitStatus: reportCommitStatus(deps),
  };
}
