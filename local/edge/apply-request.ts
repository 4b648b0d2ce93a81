import type { IncomingHttpHeaders } from 'node:http';
import { partOf, type SiteAnswer } from './site-answer.ts';

/** Turns the whole answer into what this request asks for: 304 when the client has it, a part of it, or all. */
export function applyRequest(request: IncomingHttpHeaders, answer: SiteAnswer): SiteAnswer {
  if (answer.status !== 200) return answer;
  if (isUnchanged(request, answer))
    return { status: 304, headers: withoutContent(answer.headers), body: empty };
  const range = wantedRange(request, answer);
  if (range === undefined) return answer;
  const size = answer.body.byteLength;
  if (range === 'unsatisfiable') {
    return { status: 416, headers: { 'content-range': `bytes */${size}` }, body: empty };
  }
  const { start, end } = range;
  return {
    status: 206,
    headers: { ...answer.headers, 'content-range': `bytes ${start}-${end}/${size}` },
    body: partOf(answer.body, start, end),
  };
}

const empty = Buffer.alloc(0);

function isUnchanged(request: IncomingHttpHeaders, { headers }: SiteAnswer): boolean {
  const wanted = request['if-none-match'];
  if (wanted !== undefined) {
    const strong = (tag: string): string => tag.trim().replace(/^W\//, '');
    return (
      wanted.trim() === '*' || wanted.split(',').some((tag) => strong(tag) === strong(headers.etag ?? ''))
    );
  }
  const since = Date.parse(request['if-modified-since'] ?? '');
  return Date.parse(headers['last-modified'] ?? '') <= since;
}

/** One range of bytes, inclusive. Several ranges at once are answered with everything, as the standard allows. */
function wantedRange(
  request: IncomingHttpHeaders,
  { headers, body }: SiteAnswer,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(request.range ?? '');
  const ifRange = request['if-range'];
  if (!match || (ifRange !== undefined && ifRange !== headers.etag && ifRange !== headers['last-modified'])) {
    return undefined;
  }
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  const size = body.byteLength;
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  return start >= size || (first === '' && last === '0') ? 'unsatisfiable' : { start, end };
}

function withoutContent(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('content-')));
}
