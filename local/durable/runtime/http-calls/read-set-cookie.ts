/** What a Set-Cookie header says; `age` is there when the cookie ends before the process. */
export type GivenCookie = {
  name: string;
  value: string;
  secure: boolean;
  domain: string | undefined;
  path: string | undefined;
  age: { seconds: number } | { atMs: number } | undefined;
};

/** A name, perhaps a value, and what ends it: a semicolon, or the comma before another cookie. */
const pair = /\s*([^=;,]*?)\s*(?:=\s*(?:"([^"]*)"|([^;,]*?)))?\s*([;,]|$)/y;
/** Dates have a comma. */
const datePair = /\s*expires\s*=\s*((?:[A-Za-z]+,)?[^;,]*?)\s*([;,]|$)/iy;

/**
 * Reads a header as .NET does: it may hold several cookies, one without a value is empty, one without a name is none, and of an age
 * and a date the first counts. A cookie whose age or date is nonsense is left out.
 */
export function readSetCookie(header: string): GivenCookie[] {
  const cookies: GivenCookie[] = [];
  let current: GivenCookie | undefined;
  let isWrong = false;
  const finish = (): void => {
    if (current && current.name !== '' && !isWrong) cookies.push(current);
    current = undefined;
    isWrong = false;
  };
  for (let at = 0; at < header.length; ) {
    const [read, name, value, end] = next(header, at);
    at += read;
    if (!current) current = cookieOf(name, value);
    else isWrong = !addAttribute(current, name.toLowerCase(), value) || isWrong;
    if (end !== ';') finish();
  }
  finish();
  return cookies;
}

type Pair = [read: number, name: string, value: string | undefined, end: string];

function next(header: string, at: number): Pair {
  datePair.lastIndex = at;
  const date = datePair.exec(header);
  if (date) return [date[0].length, 'expires', date[1], date[2] ?? ''];
  pair.lastIndex = at;
  const [all = '', name = '', quoted, plain, end = ''] = pair.exec(header) ?? [];
  // A quoted value keeps its quotes; what the pattern cannot read ends the header.
  const value = quoted === undefined ? plain : `"${quoted}"`;
  return [all.length || header.length - at, name, value, end];
}

function cookieOf(name: string, value = ''): GivenCookie {
  return { name, value, secure: false, domain: undefined, path: undefined, age: undefined };
}

/** False when the cookie is none for it. */
function addAttribute(cookie: GivenCookie, name: string, value = ''): boolean {
  const text = value.replace(/^"(.*)"$/, '$1');
  if (name === 'secure') cookie.secure = true;
  else if (name === 'domain') cookie.domain ??= text;
  else if (name === 'path') cookie.path ??= text;
  else if (name === 'max-age') {
    if (!/^[+-]?\d+$/.test(text)) return false;
    cookie.age ??= { seconds: Number(text) };
  } else if (name === 'expires') {
    const atMs = Date.parse(text);
    if (Number.isNaN(atMs)) return false;
    cookie.age ??= { atMs };
  }
  return true;
}
