import type { LogSink } from '../log.ts';
import type { BlobSettings } from '../settings/blob-settings.ts';
import type { QueueSettings } from '../settings/queue-settings.ts';
import { azureQueue } from './azure-queue.ts';
import { Bells } from './bells.ts';
import type { MessageQueue } from './message-queue.ts';
import { Outages } from './outage.ts';
import { queueName } from './queue-name.ts';
import { StorageClients } from './storage-clients.ts';

export type HostStorageOptions = {
  env: NodeJS.ProcessEnv;
  queues: QueueSettings;
  blobs: BlobSettings;
  log: LogSink;
};

/** A queue, and how people name the account in which it lies. */
export type LocatedQueue = { queue: MessageQueue; setting: string; address: string };

/** What all triggers and bindings of one host share about storage. Nothing is connected until it is asked for. */
export class HostStorage {
  readonly env: NodeJS.ProcessEnv;
  readonly queueSettings: QueueSettings;
  readonly blobSettings: BlobSettings;
  readonly clients: StorageClients;
  readonly outages: Outages;
  /** Rung by the name of a queue when this host put a message into it. */
  readonly queueBells = new Bells();
  /** Rung by the name of a container when this host wrote a blob into it. */
  readonly containerBells = new Bells();

  constructor({ env, queues, blobs, log }: HostStorageOptions) {
    this.env = env;
    this.queueSettings = queues;
    this.blobSettings = blobs;
    this.clients = new StorageClients(env);
    this.outages = new Outages(log);
  }

  /** A queue by a binding's connection and name, in the encoding of host.json. */
  async queue(connection: unknown, name: string): Promise<LocatedQueue> {
    const { client, setting, address } = await this.clients.queues(connection);
    return {
      queue: azureQueue(client, queueName(name), this.queueSettings.messageEncoding),
      setting,
      address,
    };
  }
}
