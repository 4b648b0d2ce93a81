import type { MessageQueue } from '../storage/message-queue.ts';
import { startOnBell } from '../triggers/start-on-bell.ts';
import type { RunningTrigger, TriggerContext } from '../triggers/trigger-service.ts';
import { writeBlobMessage } from './blob-message.ts';
import type { BlobTrigger } from './blob-trigger.ts';
import { ContainerScanner, type FoundBlob } from './container-scanner.ts';

/** Looks for new blobs and puts a message for each into the queue. One scanner for each container, for all its functions. */
export function scanContainers(
  context: TriggerContext,
  triggers: readonly BlobTrigger[],
  queue: MessageQueue,
): RunningTrigger[] {
  const groups = new Map<string, BlobTrigger[]>();
  for (const trigger of triggers) {
    if (trigger.isEventBased) continue;
    const url = trigger.service.getContainerClient(trigger.container).url;
    groups.set(url, [...(groups.get(url) ?? []), trigger]);
  }
  return [...groups.values()].map((group) => scanContainer(context, group, queue));
}

function scanContainer(
  context: TriggerContext,
  triggers: readonly BlobTrigger[],
  queue: MessageQueue,
): RunningTrigger {
  const { storage, clock, log } = context;
  const [{ service, setting, address, container }] = triggers as [BlobTrigger, ...BlobTrigger[]];
  const poller = { setting, address, what: 'blob triggers', name: container };
  const scanner = new ContainerScanner({
    container: service.getContainerClient(container),
    clock,
    async found(blob) {
      for (const trigger of triggers) await tellOnce(context, trigger, blob, queue);
    },
    polled: (error) =>
      storage.outages.polled(error, poller, (level, message) => log({ level, category: 'host', message })),
  });
  return startOnBell(scanner, storage.containerBells, container);
}

async function tellOnce(
  { storage }: TriggerContext,
  { id, match, receipts }: BlobTrigger,
  { container, blob, etag, blobType }: FoundBlob,
  queue: MessageQueue,
): Promise<void> {
  if (match(`${container}/${blob}`) === undefined) return;
  await receipts.once(`${etag}/${container}/${blob}`, async () => {
    await queue.send(writeBlobMessage({ functionId: id, blobType, container, blob, etag }));
    storage.queueBells.ring(queue.name);
  });
}
