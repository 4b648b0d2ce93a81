import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** One import, or export from elsewhere, of a source file. */
export type SourceImport = {
  /** The module as it is written. */
  specifier: string;
  /** From the root of the repository, for a relative import; undefined for a package. */
  path?: string;
  /** Nothing of it is left in the build. */
  typesOnly: boolean;
};

export type SourceFile = { path: string; text: string; lines: number; imports: SourceImport[] };

/** Every TypeScript file below these folders, or these files themselves; paths from the root of the repository. */
export function sourceFiles(...places: string[]): SourceFile[] {
  return places.flatMap(pathsUnder).map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return { path, text, lines: text.split('\n').length - 1, imports: importsOf(path, text) };
  });
}

function pathsUnder(place: string): string[] {
  if (place.endsWith('.ts')) return [place];
  return readdirSync(join(root, place), { withFileTypes: true }).flatMap((entry) => {
    const path = `${place}/${entry.name}`;
    return entry.isDirectory() ? pathsUnder(path) : path.endsWith('.ts') ? [path] : [];
  });
}

/** Found by their form, which the formatter keeps the same everywhere. */
function importsOf(path: string, text: string): SourceImport[] {
  const statements = [...text.matchAll(/^(?:import|export) (?:([^;'"]*?) from )?'([^']+)';$/gm)];
  const calls = [...text.matchAll(/\bimport\('([^']+)'\)/g)];
  return [
    ...statements.map(([, names = '', specifier = '']) => ({ specifier, typesOnly: bringsTypesOnly(names) })),
    ...calls.map(([, specifier = '']) => ({ specifier, typesOnly: false })),
  ].map((each) =>
    each.specifier.startsWith('.') ? { ...each, path: normalize(join(dirname(path), each.specifier)) } : each,
  );
}

function bringsTypesOnly(names: string): boolean {
  if (names.startsWith('type ')) return true;
  const [, braced] = /^\{([^}]*)\}$/.exec(names) ?? [];
  return braced?.split(',').every((name) => /^\s*(?:type .*)?$/s.test(name)) ?? false;
}
