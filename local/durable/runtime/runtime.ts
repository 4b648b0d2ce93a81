import type { ActivityQueue } from './activities/activity-queue.ts';
import type { EntityMailboxes } from './entities/entity-mailboxes.ts';
import type { Ground } from './ground.ts';

/** A running engine, as its clients see it. Its verbs take the parts that they need. */
export type Runtime = Ground & { activities: ActivityQueue; entities: EntityMailboxes };
