import type { ContainerEnd } from '../../../contract/containers.ts';
import type { ContainerEvents } from '../../../contract/events.ts';

/** How a group ended by its containers' own final report, which counts before anything Azure shows. */
export function reportedEnd({ exitCode, message }: ContainerEvents['containerEnded']): ContainerEnd {
  if (exitCode === 0) return { kind: 'succeeded' };
  return {
    kind: 'failed',
    exitCode,
    message: message ?? `The container reported that it ended with exit code ${exitCode}.`,
  };
}
