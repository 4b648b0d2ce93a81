import type { BlobServiceClient } from '@azure/storage-blob';
import { BindingTemplate } from '../bindings/binding-template.ts';
import { assertContainerName } from '../bindings/blob-path.ts';
import type { HostFunction } from '../host-function.ts';
import { resolveSettings } from '../settings/binding-expressions.ts';
import { azureQueue } from '../storage/azure-queue.ts';
import { hostId } from '../storage/host-id.ts';
import type { HostStorage } from '../storage/host-storage.ts';
import type { MessageQueue } from '../storage/message-queue.ts';
import { functionId, poisonBlobQueue } from './blob-message.ts';
import { BlobReceipts } from './blob-receipts.ts';

/** What a path's expressions stand for in `container/blob`; undefined when the blob is none of the trigger's. */
export type PathMatch = (path: string) => Record<string, string> | undefined;

/** A blob-triggered function with all that it needs of storage. */
export type BlobTrigger = {
  target: HostFunction;
  id: string;
  service: BlobServiceClient;
  setting: string;
  address: string;
  container: string;
  match: PathMatch;
  /** Events tell of new blobs, so nobody looks for them. */
  isEventBased: boolean;
  receipts: BlobReceipts;
  poison: MessageQueue;
};

/** Reads a trigger's settings; throws with what to correct. */
export async function blobTrigger(storage: HostStorage, target: HostFunction): Promise<BlobTrigger> {
  const { connection, path, source } = target.trigger;
  const { container, match } = triggerPath(resolveSettings(String(path ?? ''), storage.env));
  const { client: service, setting, address } = await storage.clients.blobs(connection);
  const { client: queues } = await storage.clients.queues(connection);
  const { client: hostService } = await storage.clients.blobs(undefined);
  const id = functionId(target.name);
  return {
    target,
    id,
    service,
    setting,
    address,
    container,
    match,
    isEventBased: /^eventgrid$/i.test(String(source ?? '')),
    receipts: new BlobReceipts(
      hostService.getContainerClient('azure-webjobs-hosts'),
      hostId(storage.env),
      id,
    ),
    poison: azureQueue(queues, poisonBlobQueue, 'base64'),
  };
}

/** The container of a trigger's path and what its blobs must fit; a container alone stands for all its blobs. */
export function triggerPath(text: string): { container: string; match: PathMatch } {
  const slash = text.indexOf('/');
  const container = slash < 0 ? text : text.slice(0, slash);
  if (/[{}]/.test(container))
    throw new Error(
      `The path "${text}" must begin with a container's name: only the names of blobs can have {expressions}.`,
    );
  assertContainerName(container);
  if (slash < 0 || slash === text.length - 1)
    return { container, match: (path) => (path.startsWith(`${container}/`) ? {} : undefined) };
  const template = new BindingTemplate(text);
  // Asked once now: a template that cannot be matched shall be told of at the start.
  template.match('');
  return { container, match: (path) => template.match(path) };
}
