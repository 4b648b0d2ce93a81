import type { CreateOutcome } from '../../contract/containers.ts';
import { type AzureAnswer, azureError } from './azure-error.ts';

/** Azure gives this reason with several codes, and in one place with none. */
const capacityText = /not available in the location/i;
const quotaText = /quota '[^']*' exceeded/i;

/** Answers that say that the image cannot be pulled: for good, or because its registry is asked too often. */
const imageCodes = new Set(['InaccessibleImage', 'RegistryErrorResponse']);

/**
 * What Azure's answer to a create means. Codes are looked at before the status, because the service sends the same code with
 * different ones. Throws where the same request may succeed later (`azure-unavailable`) or the app lacks rights (`azure-refused`).
 */
export function createOutcome(group: string, answer: AzureAnswer): CreateOutcome {
  const { status = 0, code, message } = answer;
  const attempt = `creating the container group "${group}"`;
  if (status >= 200 && status < 300) return { kind: 'created' };
  if (code && imageCodes.has(code)) return { kind: 'imageNotAccessible', message };
  if (code === 'ContainerGroupQuotaReached' || quotaText.test(message)) return { kind: 'quota', message };
  // Too many creates of late, by us or by others: whoever waits for room waits for this too.
  if (status === 429) return { kind: 'quota', message };
  if (capacityText.test(message)) return { kind: 'capacity', message };
  // "Not now", of the same request.
  if (code === 'ContainerGroupTransitioning') throw azureError(attempt, { status: 503, code, message });
  if (code === 'ServiceUnavailable' && status === 409) return { kind: 'capacity', message };
  if (status === 400 || status === 422) return { kind: 'refused', message };
  throw azureError(attempt, answer);
}
