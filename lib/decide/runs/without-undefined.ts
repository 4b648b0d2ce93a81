/** The view without the properties of which nothing is known. */
export function withoutUndefined<T extends object>(view: object): T {
  return Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined)) as T;
}
