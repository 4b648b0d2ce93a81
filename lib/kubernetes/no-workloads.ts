import type { KubeWorkloads } from './kube-workloads.ts';

const message = 'this app runs no pods';

/** Refuses whatever would have to run. */
export const noWorkloads: KubeWorkloads = {
  refusals: async () => [{ field: 'spec', reason: 'FieldValueForbidden', message: `Forbidden: ${message}` }],
  start: async () => {},
  stop: async () => {},
  logs: async () => ({ kind: 'none', message }),
  exec: async () => ({ kind: 'refused', message }),
};
