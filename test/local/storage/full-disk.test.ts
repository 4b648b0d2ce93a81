import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { expect, onTestFinished, test } from 'vitest';
import { startStorageAccount } from '../../../local/storage/start-storage-account.ts';

/** A disk of 24 MB of its own; undefined where mounts are not allowed. */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

function fill(folder: string): void {
  const chunk = Buffer.alloc(4_096);
  for (;;) {
    try {
      writeFileSync(join(folder, 'fill'), chunk, { flag: 'a' });
    } catch {
      return;
    }
  }
}

test('storage on a full disk refuses changes, keeps what it had, and goes on when there is room', async (context) => {
  const disk = smallDisk();
  if (!disk) {
    console.warn(
      'NOT TESTED: storage on a full disk. This user may not mount a tmpfs; run the tests as root.',
    );
    return context.skip();
  }
  const account = await startStorageAccount({
    ports: { blob: 0, queue: 0, table: 0 },
    directory: join(disk, 'storage'),
  });
  onTestFinished(() => account.stop().catch(() => undefined));
  const { connectionString } = account;
  const blobs = BlobServiceClient.fromConnectionString(connectionString, { retryOptions: { maxTries: 1 } });
  const container = blobs.getContainerClient('site');
  const table = TableClient.fromConnectionString(connectionString, 'runs', {
    allowInsecureConnection: true,
    retryOptions: { maxRetries: 0 },
  });
  await container.create();
  await table.createTable();
  const put = (name: string, text = name.repeat(20_000)) =>
    container.getBlockBlobClient(name).upload(text, text.length);
  const row = (rowKey: string) =>
    table.createEntity({ partitionKey: 'all', rowKey, text: rowKey.repeat(20_000) });
  await put('before');
  await row('b');

  fill(disk);
  const changes = await Promise.allSettled([put('full'), row('f')]);
  expect(changes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect((await container.getBlobClient('before').downloadToBuffer()).toString()).toContain('before');
  expect(await table.getEntity('all', 'b')).toMatchObject({ rowKey: 'b' });

  rmSync(join(disk, 'fill'));
  await put('after');
  await row('a');
  const names: string[] = [];
  for await (const { name } of container.listBlobsFlat()) names.push(name);
  expect(names).toContain('before');
  expect(names).toContain('after');
  const rows: unknown[] = [];
  for await (const { rowKey } of table.listEntities()) rows.push(rowKey);
  expect(rows).toEqual(['a', 'b']);
});
