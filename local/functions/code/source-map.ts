import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A place in a file, both numbers from 1. */
export type Place = { path: string; line: number; column: number };

const builtFile = /\.[cm]?js$/;
const mapLink = /^\/\/[#@]\s*sourceMappingURL=(\S+)\s*$/gm;
const inlineMap = /^data:application\/json[^,]*?(;base64)?,(.*)$/;

/**
 * Where a place in a built file was written; undefined without a source map that says so. Reads the files anew each time: only
 * messages want it, while Node's own switch for source maps would read every map when the app is loaded and slow down the
 * making of every error's stack.
 */
export function writtenAt({ path, line, column }: Place): Pick<Place, 'path' | 'line'> | undefined {
  if (!builtFile.test(path)) return undefined;
  try {
    const link = [...readFileSync(path, 'utf8').matchAll(mapLink)].at(-1)?.[1];
    if (link === undefined) return undefined;
    const [, base64, inline] = inlineMap.exec(link) ?? [];
    const mapUrl = inline === undefined ? new URL(link, pathToFileURL(path)) : pathToFileURL(path);
    const text = inline === undefined ? readFileSync(mapUrl, 'utf8') : decoded(inline, base64 !== undefined);
    const map = JSON.parse(text);
    const entry = new SourceMap(map).findEntry(line - 1, column - 1);
    if (!('originalSource' in entry)) return undefined;
    const source = new URL(`${map.sourceRoot ?? ''}${entry.originalSource}`, mapUrl);
    return { path: fileURLToPath(source), line: entry.originalLine + 1 };
  } catch {
    // A map that is missing, broken or somewhere else: the built code has to do.
    return undefined;
  }
}

function decoded(text: string, isBase64: boolean): string {
  return isBase64 ? Buffer.from(text, 'base64').toString('utf8') : decodeURIComponent(text);
}
