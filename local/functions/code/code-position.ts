import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writtenAt } from './source-map.ts';

const framePattern = /^\s*at (?:.*? \()?(.+?):(\d+):(\d+)\)?$/;

/** So many calls within calls are shown. */
const mostFrames = 4;

/** The places in the app's code of an error's stack, as it was written if source maps tell: `file:line`, innermost first. */
export function positionsOf(error: Error): string[] {
  const positions: string[] = [];
  const ownFolder = folderOfLocalCloud();
  for (const frame of (error.stack ?? '').split('\n')) {
    const [, location, line, column] = framePattern.exec(frame) ?? [];
    if (location === undefined || location.startsWith('node:') || location === '<anonymous>') continue;
    const path = location.startsWith('file://') ? fileURLToPath(location) : location;
    if (path.includes('/node_modules/')) continue;
    if (path.startsWith(ownFolder)) {
      // Below the own step comes whoever runs it, which is no code of the orchestrator's.
      if (positions.length > 0) break;
      continue;
    }
    const built = { path, line: Number(line), column: Number(column) };
    const written = writtenAt(built) ?? built;
    // What a bundler has put into the app's file.
    if (written.path.includes('/node_modules/')) continue;
    positions.push(`${relative(process.cwd(), written.path)}:${written.line}`);
    if (positions.length === mostFrames) break;
  }
  return positions;
}

/** Its frames are none of the app's; in a bundle it is one file. */
function folderOfLocalCloud(): string {
  const ownFile = fileURLToPath(import.meta.url);
  return /^.*[\\/]local[\\/](?=functions[\\/])/.exec(ownFile)?.[0] ?? ownFile;
}
