import { azureQueue } from '../storage/azure-queue.ts';
import { hostId } from '../storage/host-id.ts';
import type { HostStorage, LocatedQueue } from '../storage/host-storage.ts';

/** The queue through which the blobs of all functions of the app come; always base64, whatever host.json says. */
export async function hostBlobQueue(storage: HostStorage): Promise<LocatedQueue> {
  const { client, setting, address } = await storage.clients.queues(undefined);
  const name = `azure-webjobs-blobtrigger-${hostId(storage.env)}`;
  return { queue: azureQueue(client, name, 'base64'), setting, address };
}
