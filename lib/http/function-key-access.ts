import { createHash } from 'node:crypto';
import { SlipwayError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';

const rememberedMs = 60_000;
const mostRemembered = 1_000;
const timeoutMs = 10_000;

/**
 * Whether a token is a function key of the app. Only the host knows its keys, so the app asks at its own address, on a route that
 * takes keys; answers are remembered for a minute. Throws `azure-unavailable` when the host does not answer.
 */
export function functionKeyAccess(publicUrl: string, clock: Clock) {
  const remembered = new Map<string, { answer: Promise<boolean>; until: number }>();
  return (token: string | undefined): Promise<boolean> => {
    // Tokens are not kept.
    const id = createHash('sha256')
      .update(token ?? '')
      .digest('hex');
    const now = clock.now().getTime();
    const known = remembered.get(id);
    if (known && known.until > now) return known.answer;
    if (remembered.size >= mostRemembered) remembered.clear();
    const answer = ask(publicUrl, token);
    remembered.set(id, { answer, until: now + rememberedMs });
    // No answer is not remembered.
    answer.catch(() => remembered.delete(id));
    return answer;
  };
}

async function ask(publicUrl: string, token: string | undefined): Promise<boolean> {
  // What no header can carry is no key.
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) return false;
  const response = await fetch(`${publicUrl}/api/k8s-access`, {
    headers: token === undefined ? {} : { 'x-functions-key': token },
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((cause: unknown) => {
    throw new SlipwayError('azure-unavailable', `The app does not answer at its own address, ${publicUrl}.`, {
      cause,
    });
  });
  if (response.status === 204) return true;
  if (response.status === 401 || response.status === 403) return false;
  throw new SlipwayError(
    'azure-unavailable',
    `The app answered ${response.status} at its own address, ${publicUrl}, when it was asked for a key.`,
  );
}
