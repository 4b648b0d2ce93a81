import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { BuildFailure } from '../build-failure.ts';
import type { GitSource } from './git-environment.ts';

/** What only this machine, or a cloud's machine, can reach: no public theme lies there. */
const forbidden = new BlockList();
forbidden.addSubnet('0.0.0.0', 8);
forbidden.addSubnet('127.0.0.0', 8);
forbidden.addSubnet('169.254.0.0', 16);
forbidden.addAddress('168.63.129.16'); // Azure's own services
forbidden.addAddress('::', 'ipv6');
forbidden.addAddress('::1', 'ipv6');
forbidden.addSubnet('fe80::', 10, 'ipv6');
forbidden.addAddress('fd00:ec2::254', 'ipv6');

const mostRedirects = 5;
const answerTimeoutMs = 10_000;

export type ReachableAddress = { url: string; settings: Record<string, string> };

/**
 * Where an address that a repository names leads to, redirects included. Throws `site-refused` for one that leads to this
 * machine or to a cloud's metadata, unless the repository itself lies there. The settings keep git to the very
 * addresses that were looked at.
 */
export async function reachableAddress(
  url: string,
  source: GitSource,
  signal: AbortSignal,
): Promise<ReachableAddress> {
  if (isPath(url)) {
    if (source.local) return { url, settings: {} };
    throw refused('it is a path of this machine.');
  }
  let at = parse(url);
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const settings = await checkedHost(at, source);
    const next = at.protocol.startsWith('http') ? await redirectOf(at, signal) : undefined;
    if (!next) return { url: redirects === 0 ? url : at.href, settings };
    at = next;
  }
  throw refused('it redirects without end.');
}

function isPath(url: string): boolean {
  return /^(file:|\/|\.)/.test(url);
}

function parse(url: string): URL {
  // git@host:path, as git writes ssh://git@host/path.
  const short = /^(?:[^@/:]+@)?([^/:]+):(?!\/\/|:)/.exec(url);
  const text = short ? `ssh://${short[1]}/` : url;
  if (!URL.canParse(text) || !/^(https?|ssh|git):$/.test(new URL(text).protocol)) {
    throw refused('only https, http, ssh and git addresses are fetched.');
  }
  return new URL(text);
}

async function checkedHost(url: URL, source: GitSource): Promise<Record<string, string>> {
  if (url.origin !== 'null' && url.origin === new URL(source.repository).origin) return {};
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (/(^|\.)localhost\.?$/i.test(host)) throw refused('a build does not fetch from its own machine.');
  // A name that is not known here may be known to a proxy, or git says that it is not.
  const found = await lookup(host, { all: true }).catch(() => []);
  const addresses = found.map(({ address }) => address);
  if (addresses.some((each) => forbidden.check(each, isIP(each) === 6 ? 'ipv6' : 'ipv4'))) {
    throw refused('a build does not fetch from its own machine or from a cloud’s metadata service.');
  }
  if (isIP(host) || addresses.length === 0 || !url.protocol.startsWith('http')) return {};
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return { 'http.curloptResolve': `${host}:${port}:${addresses.join(',')}` };
}

/** Git would follow a redirect without a look at where it leads. */
async function redirectOf(url: URL, signal: AbortSignal): Promise<URL | undefined> {
  const question = '/info/refs?service=git-upload-pack';
  const base = url.href.replace(/\/+$/, '');
  const response = await fetch(`${base}${question}`, {
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]),
  }).catch(() => undefined);
  signal.throwIfAborted();
  await response?.body?.cancel();
  const location =
    response && response.status >= 300 && response.status < 400 && response.headers.get('location');
  if (!location || !URL.canParse(location, `${base}${question}`)) return;
  const target = new URL(location, `${base}${question}`);
  return target.href.endsWith(question) ? parse(target.href.slice(0, -question.length)) : target;
}

function refused(reason: string): BuildFailure {
  return new BuildFailure('site-refused', reason);
}
