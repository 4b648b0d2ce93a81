import { app } from '@azure/functions';
import * as df from 'durable-functions';
import type { Runs } from '../lib/ports/runs.ts';
import { containerCallback } from './containers/container-callback.ts';
import { containerGrant } from './containers/container-grant.ts';
import { containerInput } from './containers/container-input.ts';
import { sweepTimer } from './containers/sweep-timer.ts';
import type { TriggerDependencies } from './dependencies.ts';
import { health } from './health.ts';
import type { HttpTrigger } from './http/http-trigger.ts';
import { render } from './http/render.ts';
import { itemList } from './jobs/item-list.ts';
import { jobList } from './jobs/job-list.ts';
import { jobRequest } from './jobs/job-request.ts';
import { jobShow } from './jobs/job-show.ts';
import { runRerun } from './jobs/run-rerun.ts';
import { cleanUpTimer } from './keeping/clean-up-timer.ts';
import { lanesTimer } from './lanes/lanes-timer.ts';
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

/** Every HTTP function of the app. */
export function httpTriggers(deps: TriggerDependencies): HttpTrigger[] {
  return [
    containerCallback(deps),
    containerGrant(deps),
    containerInput(deps),
    githubWebhook(deps),
    health(deps),
    itemList(deps),
    jobList(deps),
    jobRequest(deps),
    jobShow(deps),
    publishManyRequest(deps),
    publishRequest(deps),
    runCancel(deps),
    runList(deps),
    runLogs(deps),
    runRerun(deps),
    runStatus(deps),
    runValue(deps, 'input'),
    runValue(deps, 'output'),
  ];
}

type TimerTrigger = {
  name: string;
  /** NCRONTAB, six fields. */
  schedule: string;
  handle(deps: TriggerDependencies, runs: Runs): Promise<void>;
};

/** Every timer of the app. */
export function timerTriggers({ settings }: Pick<TriggerDependencies, 'settings'>): TimerTrigger[] {
  return [
    { name: 'cleanUpTimer', schedule: settings.cleanUpSchedule, handle: cleanUpTimer },
    { name: 'lanesTimer', schedule: lanesSchedule, handle: lanesTimer },
    { name: 'sweepTimer', schedule: settings.sweepSchedule, handle: sweepTimer },
  ];
}

/** Lets answers go out as they are made: logs and watches that are followed. Holds for the process, so it is called once. */
export function streamAnswers(): void {
  app.setup({ enableHttpStream: true });
}

/** Registers every trigger with the Functions host. */
export function registerTriggers(deps: TriggerDependencies): void {
  for (const trigger of httpTriggers(deps)) {
    app.http(trigger.name, {
      // Monitors ask by HEAD; the host sends no body then, and answers 404 to a method that is not listed.
      methods: trigger.method === 'GET' ? ['GET', 'HEAD'] : [trigger.method],
      route: trigger.route,
      authLevel: trigger.authLevel,
      extraInputs: [df.input.durableClient()],
      handler: render(trigger, deps),
    });
  }
  for (const { name, schedule, handle } of timerTriggers(deps)) {
    app.timer(name, {
      schedule,
      extraInputs: [df.input.durableClient()],
      handler: (_timer, context) => handle(deps, deps.runsOf(context)),
    });
  }
}
