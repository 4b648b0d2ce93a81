/** Jobs of the Kubernetes face. */
import type { ObjectRef } from './pods.ts';

/** The input of `runKubeJob`. */
export type KubeJobRequest = { job: ObjectRef };

/** `left`: its object is gone, or it has ended. */
export type KubeJobOutcome = { kind: 'left' };

/** The events that it hears: they only wake. */
export type KubeJobEvents = { podEnded: { pod: string } };
