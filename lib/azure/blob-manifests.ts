import type { ManifestHeader, ReleaseFile } from '../../contract/build.ts';
import { SlipwayError } from '../errors.ts';
import { releaseContainer } from '../ids.ts';
import { manifestHeaderSchema, releaseFileSchema } from '../manifest-lines.ts';
import type { ManifestReader } from '../ports/releases.ts';
import { calling } from './azure-error.ts';
import { openBlob } from './open-blob.ts';
import { readLines } from './read-lines.ts';
import type { StorageAccount } from './storage-account.ts';

/** The longest path with every header; more is no manifest. */
const longestLineBytes = 64 * 1024;

type Invalid = (problem: string) => SlipwayError;

/** Opens the manifest of a release and reads its header; the files are read as they are walked through. */
export async function openManifest(
  account: StorageAccount,
  site: string,
  release: string,
): Promise<ManifestReader | undefined> {
  const stream = await openBlob(account.container(releaseContainer(site)), `manifests/${release}.ndjson`);
  if (!stream) return undefined;
  const invalid: Invalid = (problem) =>
    new SlipwayError(
      'release-missing',
      `The manifest of release "${release}" of site "${site}" is not valid: ${problem}. Publish the site again.`,
    );
  const lines = readLines(stream, longestLineBytes);
  const attempt = `reading the manifest of release "${release}" of site "${site}"`;
  try {
    const first = await calling(attempt, () => lines.next());
    const header = manifestHeaderSchema.safeParse(parsed(first.done ? '' : first.value)).data;
    if (!header) throw invalid('its first line is no header');
    if (header.site !== site || header.release !== release) throw invalid('it names another release');
    return { header, files: filesOf(lines, header, attempt, invalid), close: () => void stream.destroy() };
  } catch (error) {
    stream.destroy();
    throw error;
  }
}

async function* filesOf(
  lines: AsyncGenerator<string>,
  header: ManifestHeader,
  attempt: string,
  invalid: Invalid,
): AsyncGenerator<ReleaseFile> {
  const seen = { files: 0, pages: 0, frontPage: undefined as string | undefined };
  let last = '';
  try {
    for (;;) {
      const line = await calling(attempt, () => lines.next());
      if (line.done) break;
      const number = seen.files + 2;
      const file = releaseFileSchema.safeParse(parsed(line.value));
      if (!file.success) throw invalid(`line ${number} is no file of a site`);
      const { path } = file.data;
      if (path <= last) throw invalid(`line ${number} is out of order`);
      last = path;
      seen.files++;
      if (/\.html?$/.test(path)) seen.pages++;
      if (path === 'index.html') seen.frontPage = file.data.sha256;
      yield file.data;
    }
  } finally {
    await lines.return(undefined);
  }
  for (const name of ['files', 'pages', 'frontPage'] as const)
    if (seen[name] !== header[name]) throw invalid(`its header has other ${name} than its lines`);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
