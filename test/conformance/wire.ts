import { connect } from 'node:net';

/** An answer as it came over the wire. */
export type WireAnswer = {
  line: string;
  /** In the spelling of the host, sorted; several of one name in a list. */
  headers: Record<string, string | string[]>;
  body: string;
  /** The body ended before it was whole. */
  cut?: true;
};

export type WireRequest = { headers?: readonly string[]; body?: string; version?: string };

/** A host that neither answers nor closes must not hold up the others. */
const silenceMs = 5_000;

/** Sends bytes as they are and reads until the host closes or falls silent; the answers in order. */
export async function sendBytes(origin: string, text: string): Promise<WireAnswer[]> {
  return answersIn(await exchange(origin, text));
}

/** The names of an answer's headers in the order in which they came. */
export async function headerOrder(origin: string, text: string): Promise<string[]> {
  const [head = ''] = (await exchange(origin, text)).split('\r\n\r\n');
  return head.split('\r\n').slice(1).map(nameOf);
}

function exchange(origin: string, text: string): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    socket.setTimeout(silenceMs, () => socket.destroy());
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // The host may cut a request short; what it said before counts.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    socket.write(Buffer.from(text, 'latin1'));
  });
}

/** The text of one request, after which the connection closes. */
export function requestText(
  origin: string,
  method: string,
  path: string,
  { headers = [], body = '', version = 'HTTP/1.1' }: WireRequest = {},
): string {
  const { host } = new URL(origin);
  const bytes = Buffer.from(body);
  const has = (name: string): boolean => headers.some((one) => one.toLowerCase().startsWith(`${name}:`));
  const lines = [
    `${method} ${path} ${version}`,
    ...(has('host') ? [] : [`Host: ${host}`]),
    ...(has('connection') ? [] : ['Connection: close']),
    ...(body === '' || has('content-length') || has('transfer-encoding')
      ? []
      : [`Content-Length: ${bytes.byteLength}`]),
    ...headers,
  ];
  return `${lines.join('\r\n')}\r\n\r\n${bytes.toString('latin1')}`;
}

function answersIn(raw: string): WireAnswer[] {
  const answers: WireAnswer[] = [];
  let rest = raw;
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) return [...answers, { line: rest, headers: {}, body: '', cut: true }];
    const [line = '', ...lines] = rest.slice(0, end).split('\r\n');
    const headers = headersOf(lines);
    const [body, after, isWhole] = bodyOf(rest.slice(end + 4), line, headers);
    answers.push({ line, headers, body: utf8(body), ...(!isWhole && { cut: true }) });
    rest = after;
  }
  return answers;
}

function headersOf(lines: readonly string[]): WireAnswer['headers'] {
  const headers: WireAnswer['headers'] = {};
  for (const line of [...lines].sort((a, b) =>
    nameOf(a) < nameOf(b) ? -1 : Number(nameOf(a) > nameOf(b)),
  )) {
    const name = nameOf(line);
    const value = line.slice(name.length + 1).trim();
    const known = headers[name];
    headers[name] = known === undefined ? value : [known, value].flat();
  }
  return headers;
}

function nameOf(line: string): string {
  return line.slice(0, line.indexOf(':'));
}

/** The body, what follows it, and whether it is whole. */
function bodyOf(text: string, line: string, headers: WireAnswer['headers']): [string, string, boolean] {
  const value = (wanted: string): string | undefined =>
    Object.entries(headers)
      .find(([name]) => name.toLowerCase() === wanted)?.[1]
      .toString();
  if (/^HTTP\/1\.\d (1\d\d|204|304)/.test(line)) return ['', text, true];
  if (value('transfer-encoding')?.toLowerCase() === 'chunked') return chunkedBody(text);
  const length = value('content-length');
  if (length === undefined) return [text, '', true];
  const size = Number(length);
  // What comes after a HEAD's headers is nothing, whatever length they tell.
  if (text === '') return ['', '', true];
  return [text.slice(0, size), text.slice(size), text.length >= size];
}

function chunkedBody(text: string): [string, string, boolean] {
  let body = '';
  let rest = text;
  for (;;) {
    const size = /^([0-9a-f]+)\r\n/i.exec(rest);
    if (!size) return [body, '', false];
    const length = Number.parseInt(size[1] ?? '0', 16);
    const start = size[0].length;
    body += rest.slice(start, start + length);
    rest = rest.slice(start + length + 2);
    if (length === 0) return [body, rest, true];
  }
}

function utf8(latin: string): string {
  return Buffer.from(latin, 'latin1').toString('utf8');
}
