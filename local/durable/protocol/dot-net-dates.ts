/**
 * Texts like dates in the state of a turn that fails. Azure reads that state, and no other, with a reader that takes such
 * texts for dates and writes them anew: without zeros at the end of a fraction, and in its own zone, which is UTC.
 */

const isoDate = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?(Z|[+-]\d\d:?\d\d)?$/;
const microsoftDate = /^\/Date\((-?\d{1,15})([+-]\d{4})?\)\/$/;

/** The text as it is written anew; itself when it is no date. */
export function dotNetDate(text: string): string {
  const [, ms, offset] = microsoftDate.exec(text) ?? [];
  if (ms !== undefined) return written(Number(ms), '', offset ? '+00:00' : 'Z') ?? text;
  const [, day, time, fraction = '', zone = ''] = isoDate.exec(text) ?? [];
  if (day === undefined || time === undefined) return text;
  const isOffset = zone !== '' && zone !== 'Z';
  const seconds = Date.parse(`${day}T${time}${isOffset ? zone.replace(/^(...)(\d)/, '$1:$2') : 'Z'}`);
  return written(seconds, fraction, isOffset ? '+00:00' : zone) ?? text;
}

/** Undefined for what is no moment, such as the 13th month. `fraction`: the digits after the second, if not in `ms`. */
function written(ms: number, fraction: string, zone: string): string | undefined {
  if (Number.isNaN(ms) || Math.abs(ms) > 8.64e15) return undefined;
  const [second = '', digits = ''] = new Date(ms).toISOString().slice(0, -1).split('.');
  const kept = (fraction === '' ? digits : fraction).replace(/0+$/, '');
  return `${second}${kept === '' ? '' : `.${kept}`}${zone}`;
}
