import type { RpcCookie } from '../../typed-data.ts';

/** A Set-Cookie value as the host writes it: value percent-encoded, path `/` unless given, attributes in its order. */
export function setCookie(cookie: RpcCookie): string {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(cookie.name))
    throw new Error(`"${cookie.name}" cannot be the name of a cookie.`);
  const parts = [`${escapeData(cookie.name)}=${escapeData(cookie.value)}`];
  // The host takes the epoch, the protocol's zero, for "not set".
  const seconds = Number(cookie.expires?.value.seconds ?? 0);
  if (seconds !== 0) parts.push(`expires=${new Date(seconds * 1000).toUTCString()}`);
  if (cookie.maxAge) parts.push(`max-age=${Math.trunc(Number(cookie.maxAge.value))}`);
  if (cookie.domain) parts.push(`domain=${cookie.domain.value}`);
  parts.push(`path=${cookie.path?.value ?? '/'}`);
  if (cookie.secure?.value) parts.push('secure');
  const sameSite = cookie.sameSite === 'explicitNone' ? 'none' : cookie.sameSite;
  if (cookie.sameSite && cookie.sameSite !== 'none') parts.push(`samesite=${sameSite}`);
  if (cookie.httpOnly?.value) parts.push('httponly');
  return parts.join('; ');
}

/** .NET escapes these five, encodeURIComponent does not. */
function escapeData(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
