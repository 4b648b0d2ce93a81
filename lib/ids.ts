/** Every instance id and every name in Azure that Slipway makes: deterministic from its cause, with safe characters. */
import { createHash } from 'node:crypto';

/** ACI's limit for the name of a container group. */
const longestGroupName = 63;

/** The id of one publish. The same cause (a delivery, a request) gives the same id, so it is started once. */
export function publishRunId(site: string, cause: string): string {
  return `publish-${site}-${digest(`${site}\n${cause}`, 12)}`;
}

/** The id of the same publish, done once more because it had to make room for a newer one that failed. */
export function againRunId(runId: string): string {
  const [, before = runId, count] = /^(.*)-again-(\d+)$/.exec(runId) ?? [];
  return `${before}-again-${Number(count ?? 0) + 1}`;
}

/** The one lane of a site. */
export function laneRunId(site: string): string {
  return `lane-${site}`;
}

/** The run of one site of a publish of many. */
export function batchRunId(site: string, batch: string): string {
  return publishRunId(site, `batch:${batch}`);
}

/** The id of a publish of many sites. */
export function publishManyRunId(cause: string): string {
  return `publish-many-${digest(cause, 12)}`;
}

/** The id of one run of a job. The same cause gives the same id, so it is started once. */
export function jobRunId(job: string | undefined, cause: string): string {
  return `job-${job ?? 'run'}-${digest(`${job ?? ''}\n${cause}`, 12)}`;
}

/** The id of one run of an array of jobs. */
export function arrayRunId(job: string | undefined, cause: string): string {
  return `array-${job ?? 'run'}-${digest(`${job ?? ''}\n${cause}`, 12)}`;
}

/** The id of one run of a graph of jobs. */
export function graphRunId(cause: string): string {
  return `graph-${digest(cause, 12)}`;
}

/** The id of a child: an id in use would replace the running instance, so children have the parent's own with a suffix. */
export function childRunId(parentId: string, suffix: string): string {
  return `${parentId}-${suffix}`;
}

/** The one sweep: a fixed id, so that two never run at the same time. */
export const sweepRunId = 'sweep-orphans';

/** The one clean-up, for the same reason. */
export const cleanUpRunId = 'clean-up';

/** The container group of one attempt. Two apps may have owners of one id, so the app is part of what names it. */
export function containerGroupName(group: {
  hub: string;
  ownerId: string;
  /** What people recognise it by. */
  word: string;
  attempt: number;
}): string {
  const suffix = `-${digest(`${group.hub}\n${group.ownerId}`, 12)}-${group.attempt}`;
  return group.word.slice(0, longestGroupName - suffix.length).replace(/-+$/, '') + suffix;
}

/** The run of a pod: an object that is made again has another. */
export function podRunId(uid: string): string {
  return `pod-${uid}`;
}

export function isPodRunId(runId: string): boolean {
  return runId.startsWith(podRunId(''));
}

/** The run of a job of the Kubernetes face. */
export function kubeJobRunId(uid: string): string {
  return `kube-job-${uid}`;
}

/** The run that removes a container group: one a group, however many ask for it. */
export function removalRunId(group: string): string {
  return `remove-${group}`;
}

/** The one loop of a fleet. */
export function fleetRunId(fleet: string): string {
  return `fleet-${fleet}`;
}

/** A server of a fleet, and its container group: a number is never used again. */
export function serverName({ hub, fleet, number }: { hub: string; fleet: string; number: number }): string {
  return containerGroupName({ hub, ownerId: fleetRunId(fleet), word: fleet, attempt: number });
}

/** The run that makes a server. Its logs are those of the server. */
export function startRunId(server: string): string {
  return `start-${server}`;
}

/** The run that drains a server and takes it away. */
export function drainRunId(server: string): string {
  return `drain-${server}`;
}

/** The blob container that holds a site's objects and manifests. */
export function releaseContainer(site: string): string {
  return `releases-${site}`;
}

function digest(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}
