import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packagePath } from '../oracle/package-path.ts';

/** What scenarios saw, by name. */
export type AreaRecord = Record<string, { title: string; seen: Record<string, unknown> }>;

const folder = packagePath('test/conformance/recorded');

/** What the real one answered in an area; empty when it was never asked. */
export async function readRecord(area: string): Promise<AreaRecord> {
  try {
    const text = await readFile(join(folder, `${area}.json`), 'utf8');
    const { recordedOn: _, ...record } = JSON.parse(text) as AreaRecord & { recordedOn?: never };
    return record;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

/** `recordedOn`: which host it was, when it was not the extension on its own. */
export async function writeRecord(area: string, record: AreaRecord, recordedOn?: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const all = recordedOn === undefined ? record : { recordedOn, ...record };
  await writeFile(join(folder, `${area}.json`), `${JSON.stringify(all, null, 2)}\n`);
}
