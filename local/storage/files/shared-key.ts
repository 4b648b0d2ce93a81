import { createHmac, timingSafeEqual } from 'node:crypto';

/** What stands in the signature of a request, in this order, besides its `x-ms-` headers and its resource. */
const signedHeaders = [
  'content-language',
  'content-encoding',
  'content-length',
  'content-md5',
  'content-type',
  'date',
  'if-modified-since',
  'if-match',
  'if-none-match',
  'if-unmodified-since',
  'range',
];

/** Whether a request was signed with the account's key. */
export function isSigned(request: Request, { account, key }: { account: string; key: string }): boolean {
  const [scheme, given = ''] = (request.headers.get('authorization') ?? '').split(' ');
  const [name, signature = ''] = given.split(':');
  if (scheme !== 'SharedKey' || name !== account) return false;
  const text = [
    request.method,
    ...signedHeaders.map((header) => headerValue(request, header)),
    ...storageHeaders(request),
    resource(new URL(request.url), account),
  ].join('\n');
  const expected = createHmac('sha256', Buffer.from(key, 'base64')).update(text, 'utf8').digest('base64');
  const [one, other] = [Buffer.from(signature), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function headerValue(request: Request, header: string): string {
  const value = request.headers.get(header) ?? '';
  return header === 'content-length' && value === '0' ? '' : value;
}

function storageHeaders(request: Request): string[] {
  const headers = [...request.headers].filter(([name]) => name.startsWith('x-ms-'));
  return headers.sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, value]) => `${name}:${value}`);
}

function resource(url: URL, account: string): string {
  const query = [...url.searchParams].map(([name, value]) => [name.toLowerCase(), value] as const);
  return [
    `/${account}${url.pathname}`,
    ...query.sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, value]) => `${name}:${value}`),
  ].join('\n');
}
