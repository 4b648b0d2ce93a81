import type { ActivityHandlers } from '../lib/ports/invocation.ts';
import { captureLogs } from './containers/capture-logs.ts';
import { createContainerGroup } from './containers/create-container-group.ts';
import { getContainerState } from './containers/get-container-state.ts';
import { getRunStates } from './containers/get-run-states.ts';
import { keepContainerGroup } from './containers/keep-container-group.ts';
import { listContainerGroups } from './containers/list-container-groups.ts';
import { observeGroup } from './containers/observe-group.ts';
import { pauseCreations } from './containers/pause-creations.ts';
import { releaseCreation } from './containers/release-creation.ts';
import { releaseLostCreations } from './containers/release-lost-creations.ts';
import { removeContainerGroup } from './containers/remove-container-group.ts';
import { startRemoval } from './containers/start-removal.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { adoptServers } from './fleets/adopt-servers.ts';
import { changeServers } from './fleets/change-servers.ts';
import { createServers } from './fleets/create-servers.ts';
import { lookAtDrain } from './fleets/look-at-drain.ts';
import { noteGone } from './fleets/note-gone.ts';
import { noteStart } from './fleets/note-start.ts';
import { noticeDrain } from './fleets/notice-drain.ts';
import { planFleet } from './fleets/plan-fleet.ts';
import { probeServers } from './fleets/probe-servers.ts';
import { releaseExpired } from './fleets/release-expired.ts';
import { removeStrays } from './fleets/remove-strays.ts';
import { resumeServers } from './fleets/resume-servers.ts';
import { runStopHook } from './fleets/run-stop-hook.ts';
import { seatWaiting } from './fleets/seat-waiting.ts';
import { stopStart } from './fleets/stop-start.ts';
import { cancelItems } from './jobs/cancel-items.ts';
import { collectOutput } from './jobs/collect-output.ts';
import { endItems } from './jobs/end-items.ts';
import { endJob } from './jobs/end-job.ts';
import { readItems } from './jobs/read-items.ts';
import { startItems } from './jobs/start-items.ts';
import { beginCleaning } from './keeping/begin-cleaning.ts';
import { deleteCaches } from './keeping/delete-caches.ts';
import { deleteExpiredRuns } from './keeping/delete-expired-runs.ts';
import { deleteObjects } from './keeping/delete-objects.ts';
import { deleteOldItems } from './keeping/delete-old-items.ts';
import { deleteReleases } from './keeping/delete-releases.ts';
import { deleteRunRows } from './keeping/delete-run-rows.ts';
import { endCleaning } from './keeping/end-cleaning.ts';
import { findSitesToClean } from './keeping/find-sites-to-clean.ts';
import { healRunRows } from './keeping/heal-run-rows.ts';
import { purgeHistories } from './keeping/purge-histories.ts';
import { forgetPod } from './kubernetes/forget-pod.ts';
import { observePod } from './kubernetes/observe-pod.ts';
import { planPod } from './kubernetes/plan-pod.ts';
import { reconcileKubeJob } from './kubernetes/reconcile-kube-job.ts';
import { reviveWorkloads } from './kubernetes/revive-workloads.ts';
import { tellPod } from './kubernetes/tell-pod.ts';
import { cancelForNewer } from './lanes/cancel-for-newer.ts';
import { chooseCommit } from './lanes/choose-commit.ts';
import { compareHeads } from './lanes/compare-heads.ts';
import { endBatch } from './lanes/end-batch.ts';
import { endPublish } from './lanes/end-publish.ts';
import { readEnded } from './lanes/read-ended.ts';
import { readLane } from './lanes/read-lane.ts';
import { recordDropped } from './lanes/record-dropped.ts';
import { settlePublish } from './lanes/settle-publish.ts';
import { startPublish } from './lanes/start-publish.ts';
import { wantPublishes } from './lanes/want-publishes.ts';
import { abandonPromotion } from './sites/abandon-promotion.ts';
import { applyPromotionChunk } from './sites/apply-promotion-chunk.ts';
import { checkLive } from './sites/check-live.ts';
import { claimPromotion } from './sites/claim-promotion.ts';
import { completePromotion } from './sites/complete-promotion.ts';
import { deleteExpiredFiles } from './sites/delete-expired-files.ts';
import { fetchCommit } from './sites/fetch-commit.ts';
import { getSite } from './sites/get-site.ts';
import { planPromotion } from './sites/plan-promotion.ts';
import { purgeCdn } from './sites/purge-cdn.ts';
import { readBuildReport } from './sites/read-build-report.ts';
import { reportCommitStatus } from './sites/report-commit-status.ts';

/** All activities, bound to the outside world. */
export function createActivities(deps: ActivityDependencies): ActivityHandlers {
  return {
    captureLogs: captureLogs(deps),
    createContainerGroup: createContainerGroup(deps),
    getContainerState: getContainerState(deps),
    getRunStates: getRunStates(),
    keepContainerGroup: keepContainerGroup(deps),
    listContainerGroups: listContainerGroups(deps),
    observeGroup: observeGroup(deps),
    pauseCreations: pauseCreations(deps),
    releaseCreation: releaseCreation(deps),
    releaseLostCreations: releaseLostCreations(deps),
    removeContainerGroup: removeContainerGroup(deps),
    startRemoval: startRemoval(deps),

    adoptServers: adoptServers(deps),
    changeServers: changeServers(deps),
    createServers: createServers(deps),
    lookAtDrain: lookAtDrain(deps),
    noteGone: noteGone(deps),
    noteStart: noteStart(deps),
    noticeDrain: noticeDrain(deps),
    planFleet: planFleet(deps),
    probeServers: probeServers(deps),
    releaseExpired: releaseExpired(deps),
    removeStrays: removeStrays(deps),
    resumeServers: resumeServers(deps),
    runStopHook: runStopHook(deps),
    seatWaiting: seatWaiting(deps),
    stopStart: stopStart(),

    cancelItems: cancelItems(deps),
    collectOutput: collectOutput(deps),
    endItems: endItems(deps),
    endJob: endJob(deps),
    readItems: readItems(deps),
    startItems: startItems(deps),

    beginCleaning: beginCleaning(deps),
    deleteCaches: deleteCaches(deps),
    deleteExpiredRuns: deleteExpiredRuns(deps),
    deleteObjects: deleteObjects(deps),
    deleteOldItems: deleteOldItems(deps),
    deleteReleases: deleteReleases(deps),
    deleteRunRows: deleteRunRows(deps),
    endCleaning: endCleaning(deps),
    findSitesToClean: findSitesToClean(deps),
    healRunRows: healRunRows(deps),
    purgeHistories: purgeHistories(deps),

    cancelForNewer: cancelForNewer(deps),
    chooseCommit: chooseCommit(deps),
    compareHeads: compareHeads(deps),
    endBatch: endBatch(deps),
    endPublish: endPublish(deps),
    readEnded: readEnded(deps),
    readLane: readLane(deps),
    recordDropped: recordDropped(deps),
    settlePublish: settlePublish(deps),
    startPublish: startPublish(deps),
    wantPublishes: wantPublishes(deps),

    forgetPod: forgetPod(deps),
    observePod: observePod(deps),
    planPod: planPod(deps),
    reconcileKubeJob: reconcileKubeJob(deps),
    reviveWorkloads: reviveWorkloads(deps),
    tellPod: tellPod(deps),

    abandonPromotion: abandonPromotion(deps),
    applyPromotionChunk: applyPromotionChunk(deps),
    checkLive: checkLive(deps),
    claimPromotion: claimPromotion(deps),
    completePromotion: completePromotion(deps),
    deleteExpiredFiles: deleteExpiredFiles(deps),
    fetchCommit: fetchCommit(deps),
    getSite: getSite(deps),
    planPromotion: planPromotion(deps),
    purgeCdn: purgeCdn(deps),
    readBuildReport: readBuildReport(deps),
    reportCommitStatus: reportCommitStatus(deps),
  };
}
