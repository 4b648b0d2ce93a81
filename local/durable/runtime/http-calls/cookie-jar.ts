import type { Clock } from '../../../clock.ts';
import { type GivenCookie, readSetCookie } from './read-set-cookie.ts';

type Cookie = {
  name: string;
  value: string;
  /** A host, or with a dot before it a domain. */
  domain: string;
  path: string;
  secure: boolean;
  expiresMs: number | undefined;
  /** The instance whose call was given it. */
  owner: string;
};

/** As many as .NET's container holds of one host. Beyond it the oldest goes. */
const mostOfHost = 20;

/**
 * The cookies of `callHttp`. The extension has one HTTP client in a process, whose cookies every call shares, whatever
 * orchestration it is of; ports do not matter, names are compared ignoring case. Held in memory, as there.
 */
export class CookieJar {
  readonly #clock: Clock;
  #cookies: Cookie[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes the Set-Cookie headers of an answer; those that are wrong or for another host are ignored. */
  take(url: URL, headers: readonly string[], owner: string): void {
    for (const given of headers.flatMap(readSetCookie)) {
      const cookie = this.#cookieOf(url, given, owner);
      if (cookie) this.#put(cookie, url.hostname);
    }
  }

  /** What goes out with a request: the deepest paths first. `others`: the cookies that another instance was given. */
  send(url: URL, sender: string): { header: string | undefined; others: Pick<Cookie, 'name' | 'owner'>[] } {
    this.#forgetExpired();
    const sent = this.#cookies
      .filter(
        ({ domain, path, secure }) =>
          isWithin(url.hostname, domain) &&
          isBelow(url.pathname, path) &&
          (!secure || url.protocol === 'https:'),
      )
      .sort((a, b) => b.path.length - a.path.length);
    return {
      header: sent.length === 0 ? undefined : sent.map(({ name, value }) => `${name}=${value}`).join('; '),
      others: sent.filter(({ owner }) => owner !== sender),
    };
  }

  #cookieOf(url: URL, given: GivenCookie, owner: string): Cookie | undefined {
    const { name, value, secure, domain, path, age } = given;
    const bare = domain?.replace(/^\./, '').toLowerCase();
    if (bare !== undefined && !isWithin(url.hostname, `.${bare}`)) return undefined;
    if (path !== undefined && path !== '' && !path.startsWith('/')) return undefined;
    return {
      name,
      value,
      secure,
      owner,
      domain: bare === undefined ? url.hostname : `.${bare}`,
      path: path === undefined ? folderOf(url.pathname) : path || '/',
      expiresMs: age && ('seconds' in age ? this.#clock.now() + age.seconds * 1_000 : age.atMs),
    };
  }

  #put(cookie: Cookie, host: string): void {
    const at = this.#cookies.findIndex(
      ({ name, domain, path }) =>
        name.toLowerCase() === cookie.name.toLowerCase() && domain === cookie.domain && path === cookie.path,
    );
    if (at >= 0) this.#cookies[at] = cookie;
    else this.#cookies.push(cookie);
    this.#forgetExpired();
    const ofHost = this.#cookies.filter(({ domain }) => isWithin(host, domain));
    if (ofHost.length > mostOfHost) this.#cookies = this.#cookies.filter((one) => one !== ofHost[0]);
  }

  #forgetExpired(): void {
    const now = this.#clock.now();
    this.#cookies = this.#cookies.filter(({ expiresMs }) => expiresMs === undefined || expiresMs > now);
  }
}

function isWithin(host: string, domain: string): boolean {
  return domain.startsWith('.') ? `.${host}`.endsWith(domain) : host === domain;
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** Without its last part. */
function folderOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}
