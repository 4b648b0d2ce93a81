import { glob, isDynamicPattern } from 'tinyglobby';

/**
 * The files that `main` names, in the order in which the Node worker loads them: of a brace pattern first the parts that name
 * one file, then the others, folder by folder. A folder stands for all files below it.
 */
export async function entryFiles(main: string, directory: string): Promise<string[]> {
  const parts = alternatives(main);
  const fixed = parts.filter((part) => !isDynamicPattern(part));
  const groups = [
    ...fixed.map((part) => [part]),
    ...byFolder(parts.filter((part) => isDynamicPattern(part))),
  ];
  const found = new Set<string>();
  for (const patterns of groups) for (const file of await glob(patterns, { cwd: directory })) found.add(file);
  return [...found];
}

/** `a/{b,c/*}.js` in two. */
function alternatives(pattern: string): string[] {
  const [braces, inside] = /\{([^{}]*,[^{}]*)\}/.exec(pattern) ?? [];
  if (braces === undefined || inside === undefined) return [pattern];
  const [before = '', ...rest] = pattern.split(braces);
  return inside.split(',').flatMap((part) => alternatives(before + part + rest.join(braces)));
}

/** Patterns of one folder are matched in one go; where one begins at the root, that is all of them. */
function byFolder(patterns: readonly string[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const pattern of patterns) {
    const folder = folderOf(pattern);
    groups.set(folder, [...(groups.get(folder) ?? []), pattern]);
  }
  return groups.has('') ? [[...patterns]] : [...groups.values()];
}

function folderOf(pattern: string): string {
  const parts = pattern.replace(/^\.\//, '').split('/');
  const first = parts.findIndex((part) => isDynamicPattern(part));
  return parts.slice(0, first).join('/');
}
