import { readFileSync } from 'node:fs';

export type Resource = {
  id: string;
  type: string;
  name: string;
  properties?: Record<string, unknown>;
  sku?: { name: string; tier?: string };
  kind?: string;
  identity?: { type: string };
};

/** What one parameter file makes, as the compiler predicts it. */
export type Snapshot = {
  name: string;
  resources: Resource[];
  outputs: Record<string, unknown>;
  text: string;
  /** Every resource of a type, in the order of the template. */
  of(type: string): Resource[];
  /** The app's settings; values that only a deployment knows are expressions. */
  settings(): Record<string, string>;
  /** Actions of each custom role by the word of its name, such as `containers`. */
  roles(): Record<string, string[]>;
};

export const snapshotNames = [
  'main',
  'events',
  'variants/everything',
  'variants/least',
  'variants/classic-cdn',
];

export function readSnapshot(name: string): Snapshot {
  const text = readFileSync(`infra/${name}.snapshot.json`, 'utf8');
  const { predictedResources: resources, outputs } = JSON.parse(text) as {
    predictedResources: Resource[];
    outputs: Record<string, unknown>;
  };
  const of = (type: string): Resource[] => resources.filter((resource) => resource.type === type);
  return {
    name,
    resources,
    outputs,
    text,
    of,
    settings: () => (of('Microsoft.Web/sites/config')[0]?.properties ?? {}) as Record<string, string>,
    roles: () => Object.fromEntries(of('Microsoft.Authorization/roleDefinitions').map(roleOf)),
  };
}

function roleOf({ properties = {} }: Resource): [string, string[]] {
  const { roleName, permissions } = properties as {
    roleName: string;
    permissions: Array<{ actions: string[] }>;
  };
  return [roleName.split(' ')[1] ?? '', permissions.flatMap(({ actions }) => actions)];
}
