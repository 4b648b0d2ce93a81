/** Newtonsoft's limit for integers, which it keeps exactly. */
const mostDigits = 380;

/** May be beyond what a double holds, or beyond that limit. */
const tooBig = new RegExp(`\\d[eE]\\+?\\d{3}|\\d{${mostDigits + 1}}`);

/** Whether a text of strict JSON may hold a number that .NET does not take as it is. */
export function mayBeTooBig(json: string): boolean {
  return tooBig.test(json);
}

/** An integer that the reader refuses. */
export function isTooLong(number: string): boolean {
  return number.length > mostDigits && /^-?\d+$/.test(number);
}

/**
 * The JSON of a number; undefined when it is none. A leading zero makes it octal, 0x hexadecimal; no other base is known.
 * One with a point or an exponent keeps a point, for it is another type there.
 */
export function numberJson(text: string): string | undefined {
  if (/^0\d+$/.test(text)) return /^[0-7]+$/.test(text) ? String(Number.parseInt(text, 8)) : undefined;
  if (/^-?\d+$/.test(text)) return String(BigInt(text));
  const value = /^0[bB]/.test(text) ? Number.NaN : Number(text);
  if (Number.isNaN(value)) return undefined;
  if (!Number.isFinite(value)) return JSON.stringify(String(value));
  return Number.isInteger(value) && !/^0[xX]/.test(text) && !String(value).includes('e')
    ? `${value}.0`
    : String(value);
}
