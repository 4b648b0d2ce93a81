import { DotNetError } from '../../protocol/dot-net-error.ts';
import type { HttpCallRequest } from '../../protocol/http-call.ts';

/** Headers that .NET's client has on the content, of a request or of an answer. */
export const contentHeaders: ReadonlySet<string> = new Set([
  'allow',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-md5',
  'content-range',
  'content-type',
  'expires',
  'last-modified',
]);

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const mediaType = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+\/[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * The headers of a request as .NET's client sends them. It refuses some that Node's would send: those of the content
 * beside its type, a type with parameters, letters beyond ASCII; values that are no text it leaves out.
 */
export function requestHeaders(
  { headers = {} }: HttpCallRequest,
  hasContent: boolean,
): Record<string, string> {
  const sent: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (typeof value !== 'string') continue;
    const lower = name.toLowerCase();
    if (lower === 'content-type') {
      if (!hasContent) continue;
      if (!mediaType.test(value)) {
        throw new DotNetError('System.FormatException', `The format of value '${value}' is invalid.`);
      }
    } else if (contentHeaders.has(lower)) {
      throw new DotNetError(
        'System.InvalidOperationException',
        `Misused header name, '${name}'. Make sure request headers are used with HttpRequestMessage, response headers with HttpResponseMessage, and content headers with HttpContent objects.`,
      );
    }
    if (!token.test(name)) {
      throw new DotNetError('System.FormatException', `The header name '${name}' has an invalid format.`);
    }
    if (/[\r\n\0]/.test(value)) {
      throw new DotNetError(
        'System.FormatException',
        'New-line or NUL characters are not allowed in header values.',
      );
    }
    if (/\P{ASCII}/u.test(value)) throw new Error('Request headers must contain only ASCII characters.');
    sent[name] = value;
  }
  return sent;
}
