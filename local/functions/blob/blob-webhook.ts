import { parseBlobPath } from '../bindings/blob-path.ts';
import { answerWebhook, eventData, refuse } from '../event-grid/webhook.ts';
import type { Mount } from '../http/front-door.ts';
import type { HostStorage } from '../storage/host-storage.ts';
import type { TriggerContext } from '../triggers/trigger-service.ts';
import { functionId, quoted, writeBlobMessage } from './blob-message.ts';
import { hostBlobQueue } from './host-blob-queue.ts';

/** Takes the events of triggers with `source: 'EventGrid'`: each blob that was created goes into the host's queue. */
export function blobWebhook({ functions, storage }: TriggerContext): Mount {
  return {
    prefix: '/runtime/webhooks/blobs',
    async fetch(request) {
      const name = new URL(request.url).searchParams.get('functionName') ?? '';
      const target = functions.find((each) => functionId(each.name).toLowerCase() === name.toLowerCase());
      if (!target)
        return new Response(
          `cannot find function: '${name}'. Write functionName=${functionId(functions[0]?.name ?? 'NAME')}`,
          { status: 404 },
        );
      return answerWebhook(request, (events) => enqueue(storage, functionId(target.name), events));
    },
  };
}

async function enqueue(storage: HostStorage, id: string, events: unknown[]): Promise<Response> {
  const bodies: Buffer[] = [];
  for (const event of events) {
    const { url, eTag, blobType } = eventData(event) ?? {};
    if (typeof url !== 'string' || !URL.canParse(url))
      return refuse(
        "An event's data has no url: the blob trigger takes Microsoft.Storage.BlobCreated events.",
      );
    const etag = quoted(String(eTag));
    bodies.push(
      writeBlobMessage({
        functionId: id,
        blobType: String(blobType ?? 'BlockBlob'),
        etag,
        ...parseBlobPath(url),
      }),
    );
  }
  const { queue } = await hostBlobQueue(storage);
  for (const body of bodies) await queue.send(body);
  storage.queueBells.ring(queue.name);
  return new Response(null, { status: 202 });
}
