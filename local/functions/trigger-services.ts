import { blobService } from './blob/blob-service.ts';
import { eventGridService } from './event-grid/event-grid-service.ts';
import { queueService } from './queue/queue-service.ts';
import { timerService } from './timer/timer-service.ts';
import type { TriggerService } from './triggers/trigger-service.ts';

/** Triggers served by a part of the host of its own; HTTP and durable functions are served by the rest of it. */
export const triggerServices: readonly TriggerService[] = [
  blobService,
  eventGridService,
  queueService,
  timerService,
];
