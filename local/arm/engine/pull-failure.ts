import type { ImageAnswer } from '../runtime/container-runtime.ts';

/** What registries and engines say, in their words; the first that fits counts. */
const words: Array<{ kind: 'throttled' | 'refused' | 'absent'; pattern: RegExp }> = [
  { kind: 'throttled', pattern: /toomanyrequests|too many requests|rate limit|\b429\b/i },
  // A registry that keeps its names secret says "denied" of an image that does not exist, too.
  { kind: 'refused', pattern: /denied|unauthorized|authentication required|forbidden|\b40[13]\b/i },
];

const advice = {
  throttled: 'Wait, or give imageRegistryCredentials: registries allow more to whom they know.',
  refused: 'Check the name, and give imageRegistryCredentials that may pull it.',
  absent: 'Check the name and its tag, or build or pull it on this machine yourself.',
};

/** Why an image could not be pulled, by the message of the engine. */
export function pullFailure(image: string, message: string): ImageAnswer {
  const kind = words.find(({ pattern }) => pattern.test(message))?.kind ?? 'absent';
  return {
    kind,
    message: `The container engine could not pull "${image}": ${message.trim()}. ${advice[kind]}`,
  };
}
