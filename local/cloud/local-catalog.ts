import { unwatchFile, watchFile } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import type { Site } from '../../contract/sites.ts';
import { type Catalog, type CatalogJob, parseCatalog } from '../../lib/catalog/catalog.ts';
import { SlipwayError } from '../../lib/errors.ts';
import { mistakes } from '../../lib/schema-issues.ts';
import { LocalCloudError } from './local-cloud-error.ts';
import { repositoryAliases } from './repository-aliases.ts';

/** How often the person's catalog is looked at for changes. */
const watchIntervalMs = 500;

export type LocalCatalogOptions = {
  /** The person's catalog. */
  source: string;
  /** Where the app's copy is written. */
  copy: string;
  /** Where links to repositories of like names are made. */
  aliases: string;
  edgePort: number;
};

export type LocalCatalog = {
  /** What the app reads: the person's catalog with this cloud's ports in its `.localhost` URLs. */
  file: string;
  /** The sites of the last version that could be read. */
  sites(): readonly Site[];
  jobs(): readonly CatalogJob[];
  /** Their names. */
  fleets(): string[];
  /** Calls back after each new version, with what is wrong with it, if anything is. */
  onChange(changed: (problem?: string) => void): void;
  stop(): void;
};

/**
 * Reads and checks the catalog before anything is started, and keeps the app's copy in step with it while the cloud runs: a
 * version with mistakes is copied too, because it is the app that refuses it and says why.
 */
export async function openLocalCatalog(options: LocalCatalogOptions): Promise<LocalCatalog> {
  const { source, copy } = options;
  const write = async (): Promise<Catalog> => {
    let text = withPort(await readFile(source, 'utf8'), options.edgePort);
    try {
      const catalog = parseCatalog(text);
      const aliases = repositoryAliases(
        catalog.sites.map(({ repository }) => repository),
        options.aliases,
      );
      if (aliases.size === 0) return catalog;
      text = withAliases(text, aliases);
      return parseCatalog(text);
    } finally {
      // Written once: the app reads it as soon as it changes.
      await writeFile(copy, text);
    }
  };
  let catalog = await write().catch((error) => {
    throw new LocalCloudError(explained(error, source), { cause: error });
  });
  let listener: Parameters<LocalCatalog['onChange']>[0] = () => {};
  const changed = async (): Promise<void> => {
    try {
      catalog = await write();
      listener();
    } catch (error) {
      listener(explained(error, source));
    }
  };
  const onFile = (): void => void changed();
  watchFile(source, { interval: watchIntervalMs, persistent: false }, onFile);
  return {
    file: copy,
    sites: () => catalog.sites,
    jobs: () => catalog.jobs,
    fleets: () => catalog.fleets.map(({ name }) => name),
    onChange: (callBack) => {
      listener = callBack;
    },
    stop: () => unwatchFile(source, onFile),
  };
}

/** A catalog names `http://blog.localhost:7072/`; on other ports the cloud serves it elsewhere. */
function withPort(text: string, port: number): string {
  return text.replace(/(https?:\/\/[a-z0-9-]+\.localhost)(?::\d+)?/gi, `$1:${port}`);
}

function withAliases(text: string, aliases: ReadonlyMap<string, string>): string {
  return JSON.stringify(
    JSON.parse(text, (key, value) => (key === 'repository' ? (aliases.get(value) ?? value) : value)),
    undefined,
    2,
  );
}

function explained(error: unknown, source: string): string {
  if (error instanceof SlipwayError) {
    const { issues = [] } = error.details as { issues?: Array<{ place: string; problem: string }> };
    const lines = issues.map(({ place, problem }) => `  ${place}: ${problem}`);
    return `The catalog "${source}" has ${mistakes(issues)}:\n${lines.join('\n')}`;
  }
  const { code, message } = error as NodeJS.ErrnoException;
  const reason =
    { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'you may not read it' }[
      code ?? ''
    ] ?? message;
  return `The catalog "${source}" cannot be read: ${reason}. Name another with --catalog FILE.`;
}
