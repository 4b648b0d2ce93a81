import { z } from 'zod';

/** A URL that git fetches from. `instead` says where a credential goes, because everybody sees a URL. */
export function cloneUrl(instead: string) {
  return z
    .url('give the clone URL, such as https://github.com/OWNER/REPOSITORY.git')
    .refine(isOfGit, 'git fetches from https, ssh, git and file URLs, and from http ones')
    .refine((url) => !hasCredentials(url), `holds credentials, which everybody would see; ${instead}`);
}

/** Others start helpers of git, or are none of its. */
function isOfGit(url: string): boolean {
  return !URL.canParse(url) || /^(?:https?|git|file|ssh|git\+ssh|ssh\+git):$/.test(new URL(url).protocol);
}

/** Whether a token would cross the network for everybody to read. */
export function isReadableByAll(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !/^(?:127(?:\.\d+){3}|\[::1\]|(?:.+\.)?localhost)$/.test(hostname);
}

/** Over http a user name alone can be a token; over ssh it is everybody's. */
function hasCredentials(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return password !== '' || (username !== '' && /^https?:$/.test(protocol));
}
