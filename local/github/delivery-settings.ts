import { readFile, rename, writeFile } from 'node:fs/promises';

/** Where pushes are delivered and how they are signed: it changes with the ports of the cloud, the hooks do not. */
export type DeliverySettings = {
  webhookUrl: string;
  secret: string;
  /** As a webhook is set up at GitHub, where `application/x-www-form-urlencoded` is the default. Here it is JSON. */
  contentType?: 'application/json' | 'application/x-www-form-urlencoded';
};

/** Writes the file that hooks read; only its owner may, because of the secret. */
export async function writeDeliverySettings(file: string, settings: DeliverySettings): Promise<void> {
  const part = `${file}.${process.pid}.part`;
  await writeFile(part, `${JSON.stringify(settings, undefined, 2)}\n`, { mode: 0o600 });
  await rename(part, file);
}

/** Undefined while the cloud has never run on this data folder. */
export async function readDeliverySettings(file: string): Promise<DeliverySettings | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const { webhookUrl, secret, ...rest } = JSON.parse(text) as Partial<DeliverySettings>;
  if (!webhookUrl || !secret)
    throw new Error(`${file} holds no webhookUrl or no secret; the cloud writes both when it starts`);
  return { webhookUrl, secret, ...rest };
}
