/** One circle in what needs what, from a name back to itself; undefined where there is none. Unknown names are passed over. */
export function circleIn(needs: Readonly<Record<string, readonly string[]>>): string[] | undefined {
  const done = new Set<string>();
  for (const start of Object.keys(needs)) {
    const path: string[] = [];
    // What is still to be looked at, level by level along the path: as deep as graphs may be, no call stack holds them.
    const levels: string[][] = [[start]];
    while (levels.length > 0) {
      const next = levels.at(-1)?.pop();
      if (next === undefined) {
        levels.pop();
        const left = path.pop();
        if (left !== undefined) done.add(left);
      } else if (!done.has(next) && Object.hasOwn(needs, next)) {
        if (path.includes(next)) return [...path.slice(path.indexOf(next)), next];
        path.push(next);
        levels.push([...(needs[next] ?? [])]);
      }
    }
  }
  return undefined;
}
