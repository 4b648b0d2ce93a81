import type { GroupBody } from './group-body.ts';

/** What the containers of a group ask for together. */
export function requestedResources(body: GroupBody): { cpu: number; memoryGb: number } {
  const requests = body.properties.containers.map(({ properties }) => properties.resources?.requests);
  return {
    cpu: requests.reduce((sum, request) => sum + (request?.cpu ?? 0), 0),
    memoryGb: requests.reduce((sum, request) => sum + (request?.memoryInGB ?? 0), 0),
  };
}
