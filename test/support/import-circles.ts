import type { SourceFile } from './source-files.ts';

/** Who imports whom: files, or the folders in which they lie. */
export type ImportGraph = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Each thing that files fall into (a file itself, a folder, a layer) with those that it imports; a type counts as much as a
 * value. What falls into nothing is left out.
 */
export function importGraph(
  files: readonly SourceFile[],
  groupOf: (path: string) => string | undefined,
): ImportGraph {
  const graph = new Map<string, Set<string>>();
  for (const { path, imports } of files) {
    const group = groupOf(path);
    if (group === undefined) continue;
    const used = graph.get(group) ?? new Set();
    graph.set(group, used);
    for (const { path: target } of imports) {
      const other = target === undefined ? undefined : groupOf(target);
      if (other !== undefined && other !== group) used.add(other);
    }
  }
  return graph;
}

/** What lies directly in a folder, each entry with the entries that it imports; undefined for what lies elsewhere. */
export function entryOf(folder: string): (path: string) => string | undefined {
  return (path) =>
    path.startsWith(`${folder}/`)
      ? path
          .split('/')
          .slice(0, folder.split('/').length + 1)
          .join('/')
      : undefined;
}

/** The shortest way round for each knot of a graph, as a text; none when nothing imports itself through others. */
export function circlesIn(graph: ImportGraph): string[] {
  const told = new Set<string>();
  return [...graph.keys()].sort().flatMap((start) => {
    const round = told.has(start) ? undefined : wayBack(graph, start);
    if (!round) return [];
    for (const each of round) told.add(each);
    return [[...round, start].join(' -> ')];
  });
}

function wayBack(graph: ImportGraph, start: string): string[] | undefined {
  const seen = new Set<string>();
  let ways = [[start]];
  while (ways.length > 0) {
    const longer: string[][] = [];
    for (const way of ways) {
      for (const next of graph.get(way.at(-1) ?? '') ?? []) {
        if (next === start) return way;
        if (seen.has(next)) continue;
        seen.add(next);
        longer.push([...way, next]);
      }
    }
    ways = longer;
  }
  return undefined;
}
