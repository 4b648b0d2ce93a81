import type { ContainerState, GroupRecord } from '../group-model/group-record.ts';

/** A group as tests and the local cloud's own pages look at it. */
export type GroupSnapshot = {
  id: string;
  resourceGroup: string;
  name: string;
  location: string;
  tags: Record<string, string>;
  provisioningState: GroupRecord['provisioningState'];
  state: GroupRecord['state'];
  ip?: string;
  containers: {
    name: string;
    image: string;
    state?: ContainerState['state'];
    exitCode?: number;
    restartCount: number;
    /** Set while the container runs. */
    pid?: number;
  }[];
};

export function groupSnapshot(record: GroupRecord): GroupSnapshot {
  return {
    id: record.id,
    resourceGroup: record.resourceGroup,
    name: record.name,
    location: record.body.location,
    tags: record.body.tags ?? {},
    provisioningState: record.provisioningState,
    state: record.state,
    ...(record.ip && { ip: record.ip }),
    containers: record.body.properties.containers.map(({ name, properties }, index) => {
      const container = record.containers[index];
      const current = container?.currentState;
      return {
        name,
        image: properties.image,
        restartCount: container?.restartCount ?? 0,
        ...(current && { state: current.state }),
        ...(current?.exitCode !== undefined && { exitCode: current.exitCode }),
        ...(container?.process && { pid: container.process.pid }),
      };
    }),
  };
}
