/** The object without the properties of which nothing is known. */
export function withoutUndefined<T extends object>(known: object): T {
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as T;
}
