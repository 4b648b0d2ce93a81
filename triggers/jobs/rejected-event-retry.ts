import type { RejectedEvent } from '../../contract/job-events.ts';
import { SlipwayError } from '../../lib/errors.ts';
import { startFromEvent } from '../../lib/jobs/start-from-event.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { acceptedRun } from '../runs/accepted-run.ts';
import { runViewSchema } from '../views/run-view-schema.ts';
import { knownJob } from './job-template.ts';

/** Tries an event again, with the job and its template as they are now. It is gone from the list when its run was started. */
export function rejectedEventRetry(deps: TriggerDependencies): HttpTrigger {
  const { rejectedEvents } = deps;
  return {
    name: 'rejectedEventRetry',
    method: 'POST',
    route: 'rejected-events/{id}/retry',
    authLevel: 'function',
    operation: {
      id: 'retryRejectedEvent',
      tag: 'Jobs',
      summary: 'Retry a rejected event',
      answers: { 202: { description: 'The run that was started.', json: runViewSchema } },
      problems: ['event-unknown', 'event-unfit', 'job-unknown'],
    },
    async handle(request, runs) {
      const rejected = await rejectedEvents.read(request.params.id ?? '');
      if (!rejected) throw new SlipwayError('event-unknown', 'There is no such rejected event.');
      const { job, trigger } = await wanted(deps, rejected);
      const outcome = await startFromEvent(deps, runs, { job, trigger, event: rejected.event });
      if (outcome.kind === 'rejected') throw new SlipwayError('event-unfit', outcome.reason);
      await rejectedEvents.remove(rejected.id);
      return acceptedRun(deps, runs, outcome.id);
    },
  };
}

/** Throws `job-unknown` or `event-unfit`. */
async function wanted(deps: TriggerDependencies, { job: name, trigger: triggerName, reason }: RejectedEvent) {
  if (name === undefined) throw new SlipwayError('event-unfit', reason);
  const job = await knownJob(deps, name);
  const trigger = job.triggers.find((each) => each.name === triggerName);
  if (!trigger) {
    throw new SlipwayError('event-unfit', `The job "${name}" has no trigger "${triggerName}" any more.`);
  }
  return { job, trigger };
}
