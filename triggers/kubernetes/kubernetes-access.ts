import type { HttpTrigger } from '../http/http-trigger.ts';

/** Answers only to those who have a function key: the app asks itself here whether a token is one. */
export function kubernetesAccess(): HttpTrigger {
  return {
    name: 'kubernetesAccess',
    method: 'GET',
    route: 'k8s-access',
    authLevel: 'function',
    takesKeysOnly: true,
    operation: {
      id: 'checkAccess',
      tag: 'Kubernetes',
      summary: 'Check a function key',
      visibility: 'internal',
      answers: { 204: { description: 'The key opens the app.' } },
    },
    handle: async () => ({ status: 204 }),
  };
}
