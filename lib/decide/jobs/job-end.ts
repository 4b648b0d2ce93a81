import type { ContainerEnd } from '../../../contract/containers.ts';
import type { JobEnd } from '../../../contract/jobs.ts';

/** What programs want to know of an end, without the message for people. */
export function jobEnd(end: ContainerEnd): JobEnd {
  const { kind, container, exitCode, reason, code } = end as JobEnd;
  return {
    kind,
    ...(container === undefined ? {} : { container }),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(reason === undefined ? {} : { reason }),
    ...(code === undefined ? {} : { code }),
  };
}
