import type { ActionOutcome, ConnectOutcome, PutOutcome } from '../../contract/container-operations.ts';
import { type AzureAnswer, azureError, isAbsent, isTaken } from './azure-error.ts';
import { createOutcome } from './create-outcome.ts';

/** What Azure's answer to a PUT means for the person who asked. Throws as `createOutcome` does. */
export function putOutcome(group: string, answer: AzureAnswer): PutOutcome {
  const { code, status, message } = answer;
  if (isTaken(answer)) return { kind: status === 201 ? 'created' : 'updated' };
  if (code === 'ContainerGroupTransitioning') return { kind: 'transitioning', message };
  if (code === 'InvalidContainerGroupUpdate') return { kind: 'unchangeable', message };
  if (status === 429) return { kind: 'throttled', message };
  const outcome = createOutcome(group, answer);
  if (outcome.kind === 'created' || outcome.kind === 'nameTaken') return { kind: 'created' };
  return { kind: outcome.kind, message: outcome.message };
}

/** What Azure's answer to a start, stop or restart means. Throws as `azureError` says. */
export function actionOutcome(attempt: string, answer: AzureAnswer): ActionOutcome {
  const { code, status, message } = answer;
  if (isTaken(answer)) return { kind: 'accepted' };
  if (isAbsent(answer)) return { kind: 'absent' };
  if (code === 'ContainerGroupTransitioning') return { kind: 'transitioning', message };
  if (status === 429) return { kind: 'throttled', message };
  if (status === 400 || status === 409) return { kind: 'refused', message };
  throw azureError(attempt, answer);
}

/** Why Azure opens no connection to a container. */
export function connectRefusal(attempt: string, answer: AzureAnswer, error: unknown): ConnectOutcome {
  const { status, message } = answer;
  if (isAbsent(answer)) return { kind: 'absent' };
  if (status === 429) return { kind: 'throttled', message };
  if (status === 400 || status === 409) return { kind: 'refused', message };
  throw azureError(attempt, answer, error);
}
