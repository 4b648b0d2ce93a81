/**
 * What is written of a server, with the ports of its containers as those that players reach where it names none. What has
 * mistakes stays as it is: the schema tells of them.
 */
export function withPortsOfContainers(written: unknown): unknown {
  if (!isObject(written) || written.ports !== undefined || !Array.isArray(written.containers)) return written;
  const ports = written.containers.flatMap((container: unknown): unknown[] =>
    isObject(container) && Array.isArray(container.ports) ? container.ports : [],
  );
  return ports.length > 0 ? { ...written, ports } : written;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
