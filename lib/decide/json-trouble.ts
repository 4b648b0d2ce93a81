/** Readers of JSON in .NET, which are between the app and its histories on Azure, take 64 levels; the app adds some of its own. */
const mostLevels = 48;

/**
 * What in a value of JSON can't be carried whole through histories and schemas, with its place; undefined where nothing is. The name
 * `__proto__` would be dropped silently on the way.
 */
export function jsonTrouble(value: unknown): { path: Array<string | number>; problem: string } | undefined {
  return troubleIn(value, []);
}

function troubleIn(value: unknown, path: Array<string | number>): ReturnType<typeof jsonTrouble> {
  if (typeof value !== 'object' || value === null) return undefined;
  if (path.length >= mostLevels)
    return { path: path.slice(0, 3), problem: `is nested more than ${mostLevels} levels deep` };
  const isList = Array.isArray(value);
  for (const [key, each] of Object.entries(value)) {
    if (key === '__proto__') return { path: [...path, key], problem: 'has a name that no property can have' };
    if (typeof each !== 'object') continue;
    const trouble = troubleIn(each, [...path, isList ? Number(key) : key]);
    if (trouble) return trouble;
  }
  return undefined;
}
