/** Tells whether a route value, decoded, may stand in its place. */
export type RouteConstraint = (value: string) => boolean;

const integer = /^\s*[+-]?\d+\s*$/;
const decimalNumber = /^\s*[+-]?(\d[\d,]*\.?\d*|\.\d+)\s*$|^\s*(\d[\d,]*\.?\d*|\.\d+)[+-]?\s*$/;
/** .NET's largest decimal, 2^96 - 1. */
const maxDecimal = 79_228_162_514_264_337_593_543_950_335n;
const floating = /^\s*([+-]?(\d+(,\d{3})*\.?\d*|\.\d+)(e[+-]?\d+)?|NaN|[+-]?Infinity)\s*$/i;
const guid =
  /^([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}|\([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\))$/i;

const fits = (value: string, bits: bigint): boolean =>
  integer.test(value) &&
  BigInt.asIntN(Number(bits), BigInt(value.trim().replace(/^\+/, ''))) ===
    BigInt(value.trim().replace(/^\+/, ''));

const simple: Record<string, RouteConstraint> = {
  int: (value) => fits(value, 32n),
  long: (value) => fits(value, 64n),
  bool: (value) => /^\s*(true|false)\s*$/i.test(value),
  // .NET reads more spellings of a date than this; ISO 8601 and month/day/year are what routes use.
  datetime: isDate,
  decimal: (value) => decimalNumber.test(value) && BigInt(value.replace(/\..*|\D/g, '') || 0) <= maxDecimal,
  double: (value) => floating.test(value),
  float: (value) => floating.test(value),
  guid: (value) => guid.test(value.trim()),
  alpha: (value) => /^[a-z]*$/i.test(value),
  required: (value) => value !== '',
  file: (value) => /\.[^./]+$/.test(value),
  nonfile: (value) => !/\.[^./]+$/.test(value),
};

function isDate(value: string): boolean {
  if (/^\d+$/.test(value)) return false;
  // A time alone is a date, too: today's.
  if (/^\s*([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?(\s*[ap]m)?\s*$/i.test(value)) return true;
  const [, year, month, day] = /^\s*(\d{4})-(\d\d)-(\d\d)/.exec(value) ?? [];
  // Date.parse takes the 30th of February for a day in March.
  if (day && new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() !== Number(day))
    return false;
  return !Number.isNaN(Date.parse(value));
}

/** A constraint by its text in the template, `int` or `range(1,9)`; undefined when ASP.NET knows none of that name. */
export function routeConstraint(text: string): RouteConstraint | undefined {
  const [, name = '', argument] = /^([^(]*)(?:\(([\s\S]*)\))?$/.exec(text) ?? [];
  const plain = simple[name.toLowerCase()];
  if (argument === undefined) return plain;
  const numbers = argument.split(',').map(Number);
  const [first = Number.NaN, second = first] = numbers;
  switch (name.toLowerCase()) {
    case 'regex': {
      const pattern = new RegExp(argument, 'i');
      return (value) => pattern.test(value);
    }
    case 'minlength':
      return (value) => value.length >= first;
    case 'maxlength':
      return (value) => value.length <= first;
    case 'length':
      return (value) => value.length >= first && value.length <= second;
    case 'min':
      return (value) => fits(value, 64n) && Number(value) >= first;
    case 'max':
      return (value) => fits(value, 64n) && Number(value) <= first;
    case 'range':
      return (value) => fits(value, 64n) && Number(value) >= first && Number(value) <= second;
    default:
      return undefined;
  }
}
