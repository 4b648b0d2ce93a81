/** Tells whether a route value, decoded, may stand in its place. */
export type RouteConstraint = (value: string) => boolean;

const integer = /^\s*[+-]?\d+\s*$/;
const decimalNumber = /^\s*[+-]?(\d+(,\d{3})*\.?\d*|\.\d+)\s*$/;
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
  datetime: (value) => !/^\d+$/.test(value) && !Number.isNaN(Date.parse(value)),
  decimal: (value) => decimalNumber.test(value),
  double: (value) => floating.test(value),
  float: (value) => floating.test(value),
  guid: (value) => guid.test(value),
  alpha: (value) => /^[a-z]*$/i.test(value),
  required: (value) => value !== '',
  file: (value) => /\.[^./]+$/.test(value),
  nonfile: (value) => !/\.[^./]+$/.test(value),
};

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
