import type { ActivityQueue } from '../activities/activity-queue.ts';
import type { EntityMailboxes } from '../entities/entity-mailboxes.ts';
import type { Ground } from '../ground.ts';

/** What turns need: the ground, and who takes what they ask for. */
export type TurnParts = Ground & {
  activities: Pick<ActivityQueue, 'add'>;
  entities: Pick<EntityMailboxes, 'post'>;
};
