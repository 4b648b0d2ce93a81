import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packagePath } from '../oracle/package-path.ts';

/** What scenarios saw, by name. */
export type AreaRecord = Record<string, { title: string; seen: Record<string, unknown> }>;

const folder = packagePath('test/conformance/recorded');

/** What the real extension answered in an area; empty when it was never asked. */
export async function readRecord(area: string): Promise<AreaRecord> {
  try {
    return JSON.parse(await readFile(join(folder, `${area}.json`), 'utf8')) as AreaRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

export async function writeRecord(area: string, record: AreaRecord): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${area}.json`), `${JSON.stringify(record, null, 2)}\n`);
}
