import type { GroupBody } from '../group-model/group-body.ts';
import { requestedResources } from '../group-model/requested-resources.ts';

/** What the service says when a region has no room. */
export function capacityMessage(body: GroupBody): string {
  const { cpu, memoryGb } = requestedResources(body);
  return (
    `The requested resource is not available in the location '${body.location}' at this moment. ` +
    'Please retry with a different resource request or in another location. ' +
    `Resource requested: '${cpu}' CPU '${memoryGb}' GB memory '${body.properties.osType}' OS`
  );
}
