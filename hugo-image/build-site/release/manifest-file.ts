import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ManifestHeader, ReleaseFile } from '../../../contract/build.ts';

export const manifestContentType = 'application/x-ndjson';

/** Writes a manifest: its header, then a line for each file, which must be sorted by path. Never held whole. */
export async function writeManifest(
  location: string,
  header: ManifestHeader,
  files: Iterable<ReleaseFile>,
): Promise<void> {
  await pipeline(Readable.from(chunks(header, files)), createWriteStream(location));
}

/** Lines in portions: one line at a time is ten times as slow. */
const linesAtATime = 500;

function* chunks(header: ManifestHeader, files: Iterable<ReleaseFile>): Generator<string> {
  let lines = [JSON.stringify(header)];
  for (const { path, sha256, sizeBytes, contentType, cacheControl, contentEncoding } of files) {
    lines.push(JSON.stringify({ path, sha256, sizeBytes, contentType, cacheControl, contentEncoding }));
    if (lines.length < linesAtATime) continue;
    yield `${lines.join('\n')}\n`;
    lines = [];
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}
