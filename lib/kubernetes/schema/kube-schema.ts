import { readFileSync } from 'node:fs';
import { mergeKeys, sets } from './merge-keys.ts';

/** The part of OpenAPI's schemas that Kubernetes uses. */
export type Schema = {
  type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  format?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema;
  /** One reference, wrapped so that a description can stand beside it. */
  allOf?: [{ $ref: string }];
  oneOf?: Schema[];
  'x-kubernetes-group-version-kind'?: Array<{ group: string; version: string; kind: string }>;
  'x-kubernetes-list-type'?: 'map' | 'set' | 'atomic';
  'x-kubernetes-list-map-keys'?: readonly string[];
  'x-kubernetes-patch-strategy'?: string;
  'x-kubernetes-patch-merge-key'?: string;
};

type Document = { version: string; definitions: Record<string, Schema> };

let loaded: Document | undefined;

/** The schemas of all kinds that are served, by their names in Kubernetes' documents; read when first asked for. */
export function kubeSchemas(): Document {
  loaded ??= withMergeKeys(
    JSON.parse(readFileSync(new URL('./definitions.json', import.meta.url), 'utf8')) as Document,
  );
  return loaded;
}

/** The schema that a reference names, or the schema itself. */
export function resolved(schema: Schema): Schema {
  const name = schema.allOf?.[0].$ref.split('/').at(-1);
  if (name === undefined) return schema;
  return kubeSchemas().definitions[name] ?? { type: 'object' };
}

/** The schema of a kind; undefined for one that is not served. */
export function schemaOfKind(apiVersion: string, kind: string): Schema | undefined {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return Object.values(kubeSchemas().definitions).find((schema) =>
    schema['x-kubernetes-group-version-kind']?.some(
      (each) => each.group === group && each.version === version && each.kind === kind,
    ),
  );
}

function withMergeKeys({ version, definitions }: Document): Document {
  for (const [name, fields] of Object.entries(mergeKeys)) {
    for (const [field, keys] of Object.entries(fields)) {
      const list = definitions[name]?.properties?.[field];
      if (!list) throw new Error(`The schema has no field "${field}" of "${name}".`);
      list['x-kubernetes-list-type'] = 'map';
      list['x-kubernetes-list-map-keys'] = keys;
      list['x-kubernetes-patch-strategy'] = 'merge';
      list['x-kubernetes-patch-merge-key'] = keys[0] ?? '';
    }
  }
  for (const [name, fields] of Object.entries(sets)) {
    for (const field of fields) {
      const list = definitions[name]?.properties?.[field];
      if (!list) throw new Error(`The schema has no field "${field}" of "${name}".`);
      list['x-kubernetes-list-type'] = 'set';
      list['x-kubernetes-patch-strategy'] = 'merge';
    }
  }
  return { version, definitions };
}
