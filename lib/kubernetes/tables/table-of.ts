import type { KubeObject } from '../../../contract/kube-objects.ts';
import type { KubeResource } from '../kube-resources.ts';
import { tableColumns } from './table-columns.ts';

/** How much of each object goes with its row. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

type Options = { include: IncludeObject; now: Date; headers: boolean };

/** Objects as kubectl prints them; `headers` false for the later events of a watch. */
export function tableOf(
  resource: KubeResource,
  objects: readonly KubeObject[],
  metadata: Record<string, unknown>,
  { include, now, headers }: Options,
): Record<string, unknown> {
  const columns = tableColumns[resource.name] ?? [];
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: headers
      ? columns.map(({ name, wide }) => ({
          name,
          type: 'string',
          format: name === 'Name' ? 'name' : '',
          description: '',
          priority: wide ? 1 : 0,
        }))
      : [],
    rows: objects.map((object) => ({
      cells: columns.map(({ cell }) => cell(object, now)),
      ...(include === 'None' ? {} : { object: include === 'Object' ? object : metadataOnly(object) }),
    })),
  };
}

export function metadataOnly({ metadata }: KubeObject): KubeObject {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
}
