import type { GroupChange } from '../arm/options.ts';
import { EventDelivery, type EventDeliveryOptions, type KeptEvent } from './event-delivery.ts';

const types: Record<GroupChange['kind'], string> = {
  written: 'Microsoft.Resources.ResourceWriteSuccess',
  failed: 'Microsoft.Resources.ResourceWriteFailure',
  deleted: 'Microsoft.Resources.ResourceDeleteSuccess',
};

type Kept = Pick<GroupChange, 'kind' | 'resource'>;

/**
 * Tells the app of servers of fleets that came up, failed to, or were deleted. Azure tells of every group; the app passes over
 * the others, so that nothing is lost here but time.
 */
export function groupEvents(options: Omit<EventDeliveryOptions<Kept>, 'eventOf'>) {
  const delivery = new EventDelivery<Kept>({ ...options, eventOf });
  return {
    changed({ kind, resource, tags }: GroupChange): void {
      if (tags['slipway-kind'] === 'fleet') delivery.add({ kind, resource });
    },
    stop: () => delivery.stop(),
  };
}

function eventOf({ kind, id: eventId, at, resource }: Kept & KeptEvent): Record<string, unknown> {
  const [, topic = ''] = /^(\/subscriptions\/[^/]+\/resourceGroups\/[^/]+)/i.exec(resource) ?? [];
  return {
    topic,
    subject: resource,
    eventType: types[kind],
    id: eventId,
    eventTime: at,
    dataVersion: '2',
    metadataVersion: '1',
    data: {
      operationName: `Microsoft.ContainerInstance/containerGroups/${kind === 'deleted' ? 'delete' : 'write'}`,
      resourceProvider: 'Microsoft.ContainerInstance',
      resourceUri: resource,
      status: kind === 'failed' ? 'Failed' : 'Succeeded',
    },
  };
}
