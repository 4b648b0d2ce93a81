import type { GroupShape } from '../../contract/container-specs.ts';

/** The group with the trace that it belongs to in a variable that tracing libraries read, unless a container sets its own. */
export function withTraceparent(
  shape: GroupShape<string>,
  traceparent: string | undefined,
): GroupShape<string> {
  if (traceparent === undefined) return shape;
  const traced = <Container extends { environment?: Readonly<Record<string, string>> }>(
    container: Container,
  ): Container => ({ ...container, environment: { TRACEPARENT: traceparent, ...container.environment } });
  return {
    ...shape,
    containers: shape.containers.map(traced),
    ...(shape.initContainers && { initContainers: shape.initContainers.map(traced) }),
  };
}
