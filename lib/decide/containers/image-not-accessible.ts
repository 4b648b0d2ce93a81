import type { ContainerEnd, ImageTrouble } from '../../../contract/containers.ts';

/** What registries and Azure write, in lower case. The first that is found counts: some texts of a refusal name both. */
const words: ReadonlyArray<[ImageTrouble, RegExp]> = [
  [
    'throttled',
    /toomanyrequests|too many requests|\b429\b|rate limit|from the docker registry .* retry later/,
  ],
  [
    'refused',
    /denied|unauthori[sz]ed|unauthenticated|authentication required|authorization failed|forbidden|\b40[13]\b/,
  ],
  ['notFound', /not ?found|manifest unknown|name unknown|does not exist|no such (?:image|host)|\b404\b/],
];

/** An image that cannot be pulled, with the reason that the message gives. */
export function imageNotAccessible(message: string): Extract<ContainerEnd, { kind: 'imageNotAccessible' }> {
  const text = message.toLowerCase();
  const reason = words.find(([, pattern]) => pattern.test(text))?.[0] ?? 'unknown';
  return { kind: 'imageNotAccessible', reason, message };
}
