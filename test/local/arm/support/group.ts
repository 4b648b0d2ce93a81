import type { Container, ContainerGroup } from '@azure/arm-containerinstance';

/** A valid group of one container that runs a shell script; overrides win. */
export function group(script: string, overrides: Partial<ContainerGroup> = {}): ContainerGroup {
  return {
    location: 'westeurope',
    osType: 'Linux',
    restartPolicy: 'Never',
    containers: [container(script)],
    ...overrides,
  };
}

export function container(script: string, overrides: Partial<Container> = {}): Container {
  return {
    name: 'main',
    image: 'shell',
    command: ['sh', '-c', script],
    resources: { requests: { cpu: 1, memoryInGB: 1.5 } },
    ...overrides,
  };
}

/** The same group as it goes over the wire. */
export function wireGroup(script: string): Record<string, unknown> {
  const { location, containers, ...properties } = group(script);
  return {
    location,
    properties: {
      ...properties,
      containers: containers.map(({ name, ...rest }) => ({ name, properties: rest })),
    },
  };
}
