import { isNotFound } from '../bindings/read-blob.ts';
import { QueueListener } from '../queue/queue-listener.ts';
import { blobQueueSettings } from '../settings/blob-settings.ts';
import type { LocatedQueue } from '../storage/host-storage.ts';
import type { QueueMessage } from '../storage/message-queue.ts';
import { startOnBell } from '../triggers/start-on-bell.ts';
import type { RunningTrigger, TriggerContext } from '../triggers/trigger-service.ts';
import { blobDispatch } from './blob-dispatch.ts';
import { type BlobMessage, quoted, readBlobMessage } from './blob-message.ts';
import type { BlobTrigger } from './blob-trigger.ts';

/** Works on the host's queue of blobs: runs the function that each message names. */
export function listenForBlobs(
  context: TriggerContext,
  triggers: ReadonlyMap<string, BlobTrigger>,
  { queue, setting, address }: LocatedQueue,
): RunningTrigger {
  const { storage, clock, log } = context;
  const poller = { setting, address, what: 'blob triggers', name: queue.name };
  const askedBy = ({ body }: QueueMessage): BlobMessage | undefined => body && readBlobMessage(body);
  const triggerOf = (message: QueueMessage): BlobTrigger | undefined =>
    triggers.get(askedBy(message)?.functionId ?? '');
  const [anyTrigger] = triggers.values();
  const listener = new QueueListener({
    queue,
    // In the account of the blob, so that it is found beside it; for what names no function, in any.
    poisonQueueOf: (message) => (triggerOf(message) ?? anyTrigger)?.poison,
    settings: blobQueueSettings(storage.blobSettings),
    clock,
    log: (level, message) => log({ level, category: 'host', message }),
    async run(message) {
      const asked = askedBy(message);
      const trigger = triggerOf(message);
      // A function that is gone, or disabled: its messages are dropped, as the extension does.
      return !asked || !trigger || runOnBlob(context, trigger, asked);
    },
    polled: (error) =>
      storage.outages.polled(error, poller, (level, message) => log({ level, category: 'host', message })),
    poisoned: ({ name }) => storage.queueBells.ring(name),
  });
  return startOnBell(listener, storage.queueBells, queue.name);
}

/** True when the message is done: the function ran, or the blob is gone, or another by now. */
async function runOnBlob(
  { dispatcher, storage, log }: TriggerContext,
  { target, service, match, isEventBased }: BlobTrigger,
  asked: BlobMessage,
): Promise<boolean> {
  try {
    const client = service.getContainerClient(asked.container).getBlobClient(asked.blob);
    const { etag } = await client.getProperties();
    if (!isEventBased && quoted(etag) !== asked.etag) {
      storage.containerBells.ring(asked.container);
      return true;
    }
  } catch (error) {
    if (isNotFound(error)) return true;
    const message = `The blob '${asked.container}/${asked.blob}' could not be looked at: ${(error as Error).message}`;
    log({ level: 'error', category: 'host', functionName: target.name, message });
    return false;
  }
  try {
    await dispatcher.dispatch(target, () => blobDispatch(service, asked, match));
    return true;
  } catch {
    // The dispatcher has it in the log.
    return false;
  }
}
