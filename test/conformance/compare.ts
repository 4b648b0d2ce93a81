/** One place at which two records differ. */
export type Difference = { at: string; real: unknown; here: unknown };

/** Where two JSON values differ; keys in another order count, too. */
export function differences(real: unknown, here: unknown, at = ''): Difference[] {
  if (!isObject(real) || !isObject(here) || Array.isArray(real) !== Array.isArray(here)) {
    return Object.is(real, here) ? [] : [{ at, real, here }];
  }
  const keys = [...new Set([...Object.keys(real), ...Object.keys(here)])];
  const found = keys.flatMap((key) => differences(real[key], here[key], at === '' ? key : `${at}/${key}`));
  const order = [Object.keys(real).join(), Object.keys(here).join()] as const;
  if (found.length === 0 && at !== '' && order[0] !== order[1]) {
    return [{ at: `${at}/(order)`, real: order[0], here: order[1] }];
  }
  return found;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object';
}
