import { unwatchFile, watchFile } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import type { Site } from '../../contract/sites.ts';
import { parseCatalog } from '../../lib/catalog/catalog.ts';
import { SlipwayError } from '../../lib/errors.ts';
import { LocalCloudError } from './local-cloud-error.ts';

/** How often the person's catalog is looked at for changes. */
const watchIntervalMs = 500;

export type LocalCatalog = {
  /** What the app reads: the person's catalog with this cloud's ports in its `.localhost` URLs. */
  file: string;
  /** The sites of the last version that could be read. */
  sites(): readonly Site[];
  stop(): void;
};

/**
 * Reads and checks the catalog before anything is started, and keeps the app's copy in step with it while the cloud runs: a
 * version with mistakes is copied too, because it is the app that refuses it and says why.
 */
export async function openLocalCatalog(
  source: string,
  copy: string,
  edgePort: number,
): Promise<LocalCatalog> {
  const write = async (): Promise<Site[]> => {
    const text = withPort(await readFile(source, 'utf8'), edgePort);
    await writeFile(copy, text);
    return parseCatalog(text).sites;
  };
  let sites = await write().catch((error) => {
    throw explained(error, source);
  });
  const changed = (): void => {
    write().then(
      (read) => {
        sites = read;
      },
      () => {},
    );
  };
  watchFile(source, { interval: watchIntervalMs, persistent: false }, changed);
  return { file: copy, sites: () => sites, stop: () => unwatchFile(source, changed) };
}

/** A catalog names `http://blog.localhost:7072/`; on other ports the cloud serves it elsewhere. */
function withPort(text: string, port: number): string {
  return text.replace(/(https?:\/\/[a-z0-9-]+\.localhost)(?::\d+)?/gi, `$1:${port}`);
}

function explained(error: unknown, source: string): unknown {
  if (error instanceof SlipwayError) {
    const { issues = [] } = error.details as { issues?: Array<{ place: string; problem: string }> };
    const lines = issues.map(({ place, problem }) => `  ${place}: ${problem}`);
    return new LocalCloudError(
      `The catalog "${source}" has ${issues.length} mistake(s):\n${lines.join('\n')}`,
    );
  }
  const { message } = error as Error;
  return new LocalCloudError(
    `The catalog "${source}" cannot be read: ${message}. Name another with --catalog FILE.`,
  );
}
