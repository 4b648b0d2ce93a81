import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { azureFileShares } from '../../../lib/azure/azure-file-shares.ts';
import { developmentAccount } from '../../../local/storage/development-account.ts';
import { startFiles } from '../../../local/storage/files/start-files.ts';
import { fileSharesContract, type SharesBench } from '../../contracts/file-shares.ts';
import { FakeFileShares } from '../../support/fakes/fake-file-shares.ts';

const { key } = developmentAccount;

async function filesBench(): Promise<SharesBench & { stop(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'file-shares-'));
  const { origin, stop } = await startFiles({ port: 0, directory });
  onTestFinished(async () => {
    await stop();
    await rm(directory, { recursive: true, force: true });
  });
  return {
    shares: azureFileShares(origin),
    key,
    stop,
    async put({ account, share, path }, text) {
      const place = join(directory, account, share, path);
      await mkdir(dirname(place), { recursive: true });
      await writeFile(place, text);
    },
  };
}

fileSharesContract('Azure Files', filesBench);
fileSharesContract('memory', () => {
  const shares = new FakeFileShares();
  return { shares, key: 'key of store', put: (file, text) => shares.put(file, text) };
});

test('throws what may pass, with what was read', async () => {
  const { shares, stop } = await filesBench();
  await stop();
  const file = { account: 'store', share: 'results', path: 'sum.json' };
  await expect(shares.read(file, key, 100)).rejects.toMatchObject({
    code: 'azure-unavailable',
    message: expect.stringContaining('the file "sum.json" of the share "results" of "store"'),
  });
});
