/** .NET's formats of a guid: `D` (the usual one), `N` without dashes, `B` and `P` in brackets. */
export function formatGuid(guid: string, format: string | undefined): string {
  switch ((format?.trim() || 'D').toUpperCase()) {
    case 'D':
      return guid;
    case 'N':
      return guid.replaceAll('-', '');
    case 'B':
      return `{${guid}}`;
    case 'P':
      return `(${guid})`;
    default:
      throw new Error(`The format "${format}" is not known for a guid. Write D, N, B or P.`);
  }
}

const standardFormats: Record<string, string> = {
  d: 'MM/dd/yyyy',
  D: 'dddd, dd MMMM yyyy',
  o: 'yyyy-MM-ddTHH:mm:ss.fffffffK',
  O: 'yyyy-MM-ddTHH:mm:ss.fffffffK',
  s: 'yyyy-MM-ddTHH:mm:ss',
  t: 'HH:mm',
  T: 'HH:mm:ss',
  u: 'yyyy-MM-dd HH:mm:ssZ',
};

/** A date by a .NET format, in UTC; by default `2026-01-31T12-30-00Z`, since paths take no colons on every system. */
export function formatDate(ms: number, format: string | undefined): string {
  const given = format?.trim() ? format : 'yyyy-MM-ddTHH-mm-ssK';
  const pattern = standardFormats[given] ?? given;
  const date = new Date(ms);
  return pattern.replace(
    /'([^']*)'|"([^"]*)"|\\(.)|yyyy|yyy|yy|y|MMMM|MMM|MM|M|dddd|ddd|dd|d|HH|H|hh|h|mm|m|ss|s|f{1,7}|tt|t|K|zzz|zz|z/g,
    (token, single, double, escaped) => single ?? double ?? escaped ?? datePart(token, date),
  );
}

function datePart(token: string, date: Date): string {
  const name = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' }).format(date);
  const padded = (value: number, length = token.length): string => String(value).padStart(length, '0');
  const hour12 = date.getUTCHours() % 12 || 12;
  switch (token) {
    case 'MMMM':
      return name({ month: 'long' });
    case 'MMM':
      return name({ month: 'short' });
    case 'dddd':
      return name({ weekday: 'long' });
    case 'ddd':
      return name({ weekday: 'short' });
    case 'tt':
    case 't':
      return (date.getUTCHours() < 12 ? 'AM' : 'PM').slice(0, token.length);
    case 'K':
      return 'Z';
    case 'zzz':
      return '+00:00';
  }
  switch (token[0]) {
    case 'y':
      return padded(token.length <= 2 ? date.getUTCFullYear() % 100 : date.getUTCFullYear());
    case 'M':
      return padded(date.getUTCMonth() + 1);
    case 'd':
      return padded(date.getUTCDate());
    case 'H':
      return padded(date.getUTCHours());
    case 'h':
      return padded(hour12);
    case 'm':
      return padded(date.getUTCMinutes());
    case 's':
      return padded(date.getUTCSeconds());
    case 'f':
      return `${padded(date.getUTCMilliseconds(), 3)}0000`.slice(0, token.length);
    default:
      return token === 'zz' ? '+00' : '+0';
  }
}
