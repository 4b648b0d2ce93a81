/**
 * What becomes of a JSON text on its way through .NET, beyond what a reader of JSON would notice: seen in histories and in
 * texts with half a surrogate pair. Text in, text out: nothing else in it changes.
 */

/** An escaped pair, half of one, or any other escape. */
const escapes =
  /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\(?:u[dD][89a-fA-F][\da-fA-F]{2}|[\s\S])/g;

/** Half a surrogate pair is no character and becomes U+FFFD, as all texts are UTF-8 somewhere. */
export function wellFormedJson(text: string): string {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return text;
  return text.replace(escapes, (found) => (/^\\u[dD].{3}$/.test(found) ? '\ufffd' : found));
}

/** A string, or a number that is no integer or is written with an exponent. */
const stringsAndFractions = /"(?:[^"\\]|\\[\s\S])*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

/** As .NET writes it once it has read the text: numbers as `1E+21`, `1E-05`, `1.0`, and line separators escaped. */
export function dotNetJson(text: string): string {
  const escaped = /[\u0085\u2028\u2029]/.test(text) ? text.replace(/[\u0085\u2028\u2029]/g, escapeOf) : text;
  // JavaScript writes exponents, zeros after the point or neither.
  if (!/\d(?:[eE]|\.\d*0)/.test(escaped)) return escaped;
  return escaped.replace(stringsAndFractions, (token) =>
    token.startsWith('"') || /^-?\d+$/.test(token) ? token : doubleText(Number(token)),
  );
}

function escapeOf(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** From 1E+15 on and below 0.0001 with an exponent, else with at least one digit after the point. */
function doubleText(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size < 1e-4 && size > 0)) {
    const [digits = '', sign = '', exponent = ''] = value.toExponential().split(/e([-+])/);
    return `${digits}E${sign}${exponent.padStart(2, '0')}`;
  }
  const text = Object.is(value, -0) ? '-0' : String(value);
  return text.includes('.') ? text : `${text}.0`;
}
