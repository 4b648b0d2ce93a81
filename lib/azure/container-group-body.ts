import type { ContainerGroupRequest } from '../ports/containers.ts';

/** The one container of every group that Slipway makes. */
export const containerName = 'main';

/** The REST body of a group that runs one container once and is reachable from nowhere. */
export function containerGroupBody(request: ContainerGroupRequest): Record<string, unknown> {
  const { cpu, memoryGb, region } = request.placement;
  return {
    location: region,
    tags: request.tags,
    properties: {
      osType: 'Linux',
      restartPolicy: 'Never',
      containers: [
        {
          name: containerName,
          properties: {
            image: request.image,
            ...(request.command ? { command: request.command } : {}),
            // Azure takes an empty value for a missing one and refuses the group.
            environmentVariables: [
              ...Object.entries(request.environment).map(([name, value]) => ({ name, value })),
              ...Object.entries(request.secrets).map(([name, secureValue]) => ({ name, secureValue })),
            ].filter((variable) => ('value' in variable ? variable.value : variable.secureValue) !== ''),
            resources: { requests: { cpu, memoryInGB: memoryGb } },
          },
        },
      ],
    },
  };
}
