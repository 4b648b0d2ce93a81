import type { QueueClient, QueueServiceClient } from '@azure/storage-queue';
import type { MessageEncoding } from '../settings/queue-settings.ts';
import type { MessageQueue } from './message-queue.ts';

/** A queue behind the storage SDK; text is encoded as host.json says. */
export function azureQueue(
  service: QueueServiceClient,
  name: string,
  encoding: MessageEncoding,
): MessageQueue {
  const client = service.getQueueClient(name);
  return {
    name,
    exists: () => client.exists(),
    async receive(count, hiddenSeconds) {
      const { receivedMessageItems } = await client.receiveMessages({
        numberOfMessages: count,
        visibilityTimeout: hiddenSeconds,
      });
      return receivedMessageItems.map((item) => ({
        id: item.messageId,
        popReceipt: item.popReceipt,
        dequeueCount: item.dequeueCount,
        insertedMs: item.insertedOn.getTime(),
        expiresMs: item.expiresOn.getTime(),
        nextVisibleMs: item.nextVisibleOn.getTime(),
        body: decode(item.messageText, encoding),
        rawText: item.messageText,
      }));
    },
    hide: (id, popReceipt, hiddenSeconds) =>
      unlessTaken(
        async () => (await client.updateMessage(id, popReceipt, undefined, hiddenSeconds)).popReceipt,
      ),
    async delete(id, popReceipt) {
      await unlessTaken(() => client.deleteMessage(id, popReceipt));
    },
    send: (body) => sendText(client, body.toString(encoding === 'base64' ? 'base64' : 'utf8')),
    sendRaw: (text) => sendText(client, text),
  };
}

async function sendText(client: QueueClient, text: string): Promise<void> {
  try {
    await client.sendMessage(text);
  } catch (error) {
    if (codeOf(error) !== 'QueueNotFound') throw error;
    await client.createIfNotExists();
    await client.sendMessage(text);
  }
}

const takenOrGone = new Set(['PopReceiptMismatch', 'MessageNotFound', 'QueueNotFound', 'QueueBeingDeleted']);

async function unlessTaken<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (takenOrGone.has(codeOf(error))) return undefined;
    throw error;
  }
}

function codeOf(error: unknown): string {
  const { code, details } = error as { code?: string; details?: { errorCode?: string } };
  return details?.errorCode ?? code ?? '';
}

/** Strict, as .NET is: Node would skip what it does not know. */
function decode(text: string, encoding: MessageEncoding): Buffer | undefined {
  if (encoding === 'none') return Buffer.from(text, 'utf8');
  const packed = text.replace(/\s/g, '');
  return packed.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(packed)
    ? Buffer.from(packed, 'base64')
    : undefined;
}
