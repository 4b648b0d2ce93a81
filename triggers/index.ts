import { app, type HttpMethod } from '@azure/functions';
import * as df from 'durable-functions';
import type { Runs } from '../lib/ports/runs.ts';
import { triggers2018 } from './build-2018/triggers-2018.ts';
import {
  containerGroupRestart,
  containerGroupStart,
  containerGroupStop,
} from './container-groups/group-actions.ts';
import { containerGroupAttach, containerGroupExec } from './container-groups/group-connections.ts';
import { containerGroupDelete } from './container-groups/group-delete.ts';
import { containerGroupList } from './container-groups/group-list.ts';
import { containerGroupLogs } from './container-groups/group-logs.ts';
import { containerGroupPatch } from './container-groups/group-patch.ts';
import { containerGroupPut } from './container-groups/group-put.ts';
import { containerGroupStatus } from './container-groups/group-status.ts';
import { locationCachedImages, locationCapabilities, locationUsage } from './container-groups/locations.ts';
import { containerCallback } from './containers/container-callback.ts';
import { containerGrant } from './containers/container-grant.ts';
import { containerInput } from './containers/container-input.ts';
import { sweepTimer } from './containers/sweep-timer.ts';
import type { TriggerDependencies } from './dependencies.ts';
import { allocationRelease } from './fleets/allocation-release.ts';
import { allocationRequest } from './fleets/allocation-request.ts';
import { allocationShow } from './fleets/allocation-show.ts';
import { containerGroupEvents } from './fleets/container-group-events.ts';
import { fleetDefinitionShow } from './fleets/fleet-definition-show.ts';
import { fleetDelete } from './fleets/fleet-delete.ts';
import { fleetList } from './fleets/fleet-list.ts';
import { fleetPage } from './fleets/fleet-page.ts';
import { fleetPut } from './fleets/fleet-put.ts';
import { fleetResume } from './fleets/fleet-resume.ts';
import { fleetShow } from './fleets/fleet-show.ts';
import { fleetsTimer } from './fleets/fleets-timer.ts';
import { serverDrain } from './fleets/server-drain.ts';
import { serverHeartbeat } from './fleets/server-heartbeat.ts';
import { serverList } from './fleets/server-list.ts';
import { serverLogs } from './fleets/server-logs.ts';
import { serverReclaim } from './fleets/server-reclaim.ts';
import { serverSessions } from './fleets/server-sessions.ts';
import { serverShow } from './fleets/server-show.ts';
import { health } from './health.ts';
import { takesRoles } from './http/check-role.ts';
import type { HttpTrigger } from './http/http-trigger.ts';
import { render } from './http/render.ts';
import { itemList } from './jobs/item-list.ts';
import { jobGridEvents } from './jobs/job-grid-events.ts';
import { jobList } from './jobs/job-list.ts';
import { jobQueueMessage } from './jobs/job-queue-message.ts';
import { jobRequest } from './jobs/job-request.ts';
import { jobSchedulesTimer } from './jobs/job-schedules-timer.ts';
import { jobShow } from './jobs/job-show.ts';
import { rejectedEventList } from './jobs/rejected-event-list.ts';
import { rejectedEventRetry } from './jobs/rejected-event-retry.ts';
import { runRerun } from './jobs/run-rerun.ts';
import { cleanUpTimer } from './keeping/clean-up-timer.ts';
import { kubernetesAccess } from './kubernetes/kubernetes-access.ts';
import { kubernetesApi, kubernetesApiDescribed, kubernetesApiFunction } from './kubernetes/kubernetes-api.ts';
import { podRequest } from './kubernetes/pod-request.ts';
import { lanesTimer } from './lanes/lanes-timer.ts';
import { apiDescription } from './openapi/api-description.ts';
import { runCancel } from './runs/run-cancel.ts';
import { runList } from './runs/run-list.ts';
import { runLogs } from './runs/run-logs.ts';
import { runStatus } from './runs/run-status.ts';
import { runValue } from './runs/run-value.ts';
import { githubWebhook } from './sites/github-webhook.ts';
import { publishManyRequest } from './sites/publish-many-request.ts';
import { publishRequest } from './sites/publish-request.ts';

export type { TriggerDependencies } from './dependencies.ts';

/** A lane lives as long as its site; this is for one that was terminated, or lost with its hub. */
const lanesSchedule = '0 7/15 * * * *';

/** A loop lives as long as its fleet; this is for one that was terminated, or lost with its hub, and its players wait. */
const fleetsSchedule = '30 */2 * * * *';

/** As often as the five fields of a job's schedule can tell apart. */
const everyMinute = '0 * * * * *';

/** Every HTTP function of the app. */
export function httpTriggers(deps: TriggerDependencies): HttpTrigger[] {
  const triggers: HttpTrigger[] = [
    allocationRelease(deps),
    allocationRequest(deps),
    allocationShow(deps),
    apiDescription(deps, () => [...triggers, kubernetesApiDescribed]),
    containerCallback(deps),
    containerGrant(deps),
    containerGroupAttach(deps),
    containerGroupDelete(deps),
    containerGroupExec(deps),
    containerGroupList(deps),
    containerGroupLogs(deps),
    containerGroupPatch(deps),
    containerGroupPut(deps),
    containerGroupRestart(deps),
    containerGroupStart(deps),
    containerGroupStatus(deps),
    containerGroupStop(deps),
    fleetDefinitionShow(deps),
    fleetDelete(deps),
    fleetList(deps),
    fleetPage(deps),
    fleetPut(deps),
    fleetResume(deps),
    fleetShow(deps),
    githubWebhook(deps),
    health(deps),
    locationCachedImages(deps),
    locationCapabilities(deps),
    locationUsage(deps),
    containerInput(deps),
    itemList(deps),
    jobList(deps),
    jobRequest(deps),
    jobShow(deps),
    kubernetesAccess(),
    podRequest(deps),
    publishManyRequest(deps),
    publishRequest(deps),
    rejectedEventList(deps),
    rejectedEventRetry(deps),
    runCancel(deps),
    runList(deps),
    runLogs(deps),
    runRerun(deps),
    runStatus(deps),
    runValue(deps, 'input'),
    runValue(deps, 'output'),
    serverDrain(deps),
    serverHeartbeat(deps),
    serverList(deps),
    serverLogs(deps),
    serverReclaim(deps),
    serverSessions(deps),
    serverShow(deps),
  ];
  if (deps.settings?.api2018) triggers.push(...triggers2018(deps));
  return triggers;
}

type TimerTrigger = {
  name: string;
  /** NCRONTAB, six fields. */
  schedule: string;
  handle(deps: TriggerDependencies, runs: Runs, log: (line: string) => void): Promise<void>;
};

/** Every timer of the app. */
export function timerTriggers({ settings }: Pick<TriggerDependencies, 'settings'>): TimerTrigger[] {
  return [
    { name: 'cleanUpTimer', schedule: settings.cleanUpSchedule, handle: cleanUpTimer },
    { name: 'fleetsTimer', schedule: fleetsSchedule, handle: fleetsTimer },
    { name: 'jobSchedulesTimer', schedule: everyMinute, handle: jobSchedulesTimer },
    { name: 'lanesTimer', schedule: lanesSchedule, handle: lanesTimer },
    { name: 'sweepTimer', schedule: settings.sweepSchedule, handle: sweepTimer },
  ];
}

/** Lets answers go out as they are made: logs and watches that are followed. Holds for the process, so it is called once. */
export function streamAnswers(): void {
  app.setup({ enableHttpStream: true });
}

/** Has something done before the process ends. */
export function atTheEnd(work: () => Promise<void>): void {
  app.hook.appTerminate(work);
}

/** Registers every trigger with the Functions host. */
export function registerTriggers(deps: TriggerDependencies): void {
  for (const trigger of httpTriggers(deps)) {
    app.http(trigger.name, {
      methods: methodsOf(trigger),
      route: trigger.route,
      // Where callers have roles, the app lets them in: the host would ask for a key.
      authLevel: deps.settings.access === 'roles' && takesRoles(trigger) ? 'anonymous' : trigger.authLevel,
      extraInputs: [df.input.durableClient()],
      handler: render(trigger, deps),
    });
  }
  const { name: kubernetes, ...options } = kubernetesApiFunction;
  app.http(kubernetes, {
    ...options,
    extraInputs: [df.input.durableClient()],
    handler: kubernetesApi(deps),
  });
  for (const { name, schedule, handle } of timerTriggers(deps)) {
    app.timer(name, {
      schedule,
      extraInputs: [df.input.durableClient()],
      handler: (_timer, context) => handle(deps, deps.runsOf(context), (line) => context.log(line)),
    });
  }
  registerEvents(deps);
}

/** Monitors ask by HEAD; the host sends no body then, and answers 404 to a method that is not listed. */
function methodsOf({ method, otherMethods = [] }: HttpTrigger): HttpMethod[] {
  const methods = [method, ...otherMethods];
  return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
}

function registerEvents(deps: TriggerDependencies): void {
  app.eventGrid('jobGridEvents', {
    extraInputs: [df.input.durableClient()],
    handler: (event, context) =>
      jobGridEvents(deps, deps.runsOf(context), event, (line) => context.log(line)),
  });
  app.eventGrid('containerGroupEvents', {
    extraInputs: [df.input.durableClient()],
    handler: (event, context) => containerGroupEvents(deps, deps.runsOf(context), event),
  });
  for (const queue of deps.jobQueues) {
    app.storageQueue(`jobQueue-${queue}`, {
      queueName: queue,
      connection: 'AzureWebJobsStorage',
      extraInputs: [df.input.durableClient()],
      handler: (body, context) => {
        const { id, insertionTime } = context.triggerMetadata ?? {};
        const message = { id: String(id), body, insertedAt: String(insertionTime) };
        return jobQueueMessage(deps, deps.runsOf(context), queue, message, (line) => context.log(line));
      },
    });
  }
}
