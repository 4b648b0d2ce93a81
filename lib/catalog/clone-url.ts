import { z } from 'zod';

/** A URL that git fetches from. `instead` says where a credential goes, because everybody sees a URL. */
export function cloneUrl(instead: string) {
  return z
    .url('give the clone URL, such as https://github.com/OWNER/REPOSITORY.git')
    .refine((url) => !hasCredentials(url), `holds credentials, which everybody would see; ${instead}`);
}

/** Over http a user name alone can be a token; over ssh it is everybody's. */
function hasCredentials(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return password !== '' || (username !== '' && /^https?:$/.test(protocol));
}
