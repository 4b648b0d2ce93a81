import type { HttpTrigger } from '../http/http-trigger.ts';

/** Answers only to those who have a function key: the app asks itself here whether a token is one. */
export function kubernetesAccess(): HttpTrigger {
  return {
    name: 'kubernetesAccess',
    method: 'GET',
    route: 'k8s-access',
    authLevel: 'function',
    handle: async () => ({ status: 204 }),
  };
}
