/** How Kestrel spells the header names that it knows; the library lower-cases all. */
const known = new Map(
  (
    'Accept Accept-Charset Accept-Encoding Accept-Language Accept-Ranges ' +
    'Access-Control-Allow-Credentials Access-Control-Allow-Headers Access-Control-Allow-Methods ' +
    'Access-Control-Allow-Origin Access-Control-Expose-Headers Access-Control-Max-Age ' +
    'Access-Control-Request-Headers Access-Control-Request-Method Age Allow Alt-Svc Authorization ' +
    'Cache-Control Connection Content-Disposition Content-Encoding Content-Language Content-Length ' +
    'Content-Location Content-MD5 Content-Range Content-Security-Policy Content-Security-Policy-Report-Only ' +
    'Content-Type Cookie Date DNT ETag Expect Expires From Host If-Match If-Modified-Since If-None-Match ' +
    'If-Range If-Unmodified-Since Keep-Alive Last-Modified Link Location Max-Forwards Origin Pragma ' +
    'Proxy-Authenticate Proxy-Authorization Proxy-Connection Range Referer Request-Id Retry-After Server ' +
    'Set-Cookie Strict-Transport-Security TE Trailer Transfer-Encoding Translate Upgrade ' +
    'Upgrade-Insecure-Requests User-Agent Vary Via Warning WWW-Authenticate X-Content-Type-Options ' +
    'X-Frame-Options X-Powered-By X-Requested-With X-UA-Compatible X-XSS-Protection'
  )
    .split(' ')
    .map((name) => [name.toLowerCase(), name]),
);

/** A name as Kestrel sends it; one that it does not know stays as it is. */
export function sentName(name: string): string {
  return known.get(name) ?? name;
}
