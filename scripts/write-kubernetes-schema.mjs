/**
 * Writes lib/kubernetes/schema/definitions.json: the OpenAPI schemas of the kinds that the app serves, from the type declarations
 * of the package kubernetes-types, which are made of Kubernetes' own. `npm run schema:kubernetes`
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageFile = createRequire(import.meta.url).resolve('kubernetes-types/package.json');
const { version } = JSON.parse(readFileSync(packageFile, 'utf8'));

/** The declarations of a file, with the beginning of their names in Kubernetes' own documents. */
const modules = {
  'core/v1': 'io.k8s.api.core.v1.',
  'batch/v1': 'io.k8s.api.batch.v1.',
  'meta/v1': 'io.k8s.apimachinery.pkg.apis.meta.v1.',
  'api/resource': 'io.k8s.apimachinery.pkg.api.resource.',
};

/** What is served; whatever these need comes with them. */
const roots = [
  ...['Pod', 'Namespace', 'ConfigMap', 'Secret', 'Event'].flatMap((kind) => [
    `io.k8s.api.core.v1.${kind}`,
    `io.k8s.api.core.v1.${kind}List`,
  ]),
  'io.k8s.api.batch.v1.Job',
  'io.k8s.api.batch.v1.JobList',
  'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Status',
];

const declaration =
  /(?:^\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?^export (?:interface (\w+) \{\n([\s\S]*?)^\}|type (\w+) = string;)/gm;
const field =
  /(?:^ {4}\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?^ {4}(?:readonly )?"?([\w$-]+)"?(\?)?: (\{\n[\s\S]*?\n {4}\}|.*);$/gm;

const all = Object.assign({}, ...Object.keys(modules).map(definitionsOf));

function definitionsOf(module) {
  const text = readFileSync(join(dirname(packageFile), `${module}.d.ts`), 'utf8');
  const foreign = Object.fromEntries(
    [...text.matchAll(/^import \{ (.*) \} from "\.\.\/(.*)";$/gm)].flatMap(([, names, from]) =>
      names.split(', ').map((name) => [name, from]),
    ),
  );
  const nameOf = (type) => `${modules[foreign[type] ?? module] ?? `${foreign[type]}.`}${type}`;
  const found = {};
  for (const [, comment, kind, body, alias] of text.matchAll(declaration)) {
    found[nameOf(kind ?? alias)] = alias ? aliasOf(alias, comment) : interfaceOf(body, comment, nameOf);
  }
  return found;
}

function aliasOf(name, comment) {
  const schema = { ...descriptionOf(comment), type: 'string' };
  // A quantity of YAML is often a plain number.
  if (name === 'Quantity')
    return { ...descriptionOf(comment), oneOf: [{ type: 'string' }, { type: 'number' }] };
  return { ...schema, format: 'date-time' };
}

function interfaceOf(body, comment, nameOf) {
  const properties = {};
  const required = [];
  let gvk = {};
  for (const [, text, name, optional, type] of body.matchAll(field)) {
    const literal = /^"(.*)"$/.exec(type)?.[1];
    if (literal) gvk = { ...gvk, [name]: literal };
    properties[name] = { ...descriptionOf(text), ...schemaOf(literal ? 'string' : type, nameOf) };
    if (!optional && !literal) required.push(name);
  }
  const [group, groupVersion] = /^(?:(.*)\/)?(.*)$/.exec(gvk.apiVersion ?? '').slice(1);
  return {
    ...descriptionOf(comment),
    type: 'object',
    // What has no fields of its own takes any.
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(required.length > 0 ? { required } : {}),
    ...(gvk.kind
      ? {
          'x-kubernetes-group-version-kind': [{ group: group ?? '', kind: gvk.kind, version: groupVersion }],
        }
      : {}),
  };
}

function schemaOf(type, nameOf) {
  const list = /^Array<(.*)>$/s.exec(type)?.[1];
  if (list) return { type: 'array', items: schemaOf(list, nameOf) };
  const map = /^\{\n? *\[name: string\]: (.*?);?\s*\}$/s.exec(type)?.[1];
  if (map) return { type: 'object', additionalProperties: schemaOf(map, nameOf) };
  if (type === 'number | string')
    return { oneOf: [{ type: 'integer' }, { type: 'string' }], format: 'int-or-string' };
  // The kinds that are served know no fractions.
  if (type === 'number') return { type: 'integer' };
  if (['string', 'boolean'].includes(type)) return { type };
  if (type === 'any' || type === 'object' || type === '{}') return { type: 'object' };
  if (/^\w+$/.test(type)) return { allOf: [{ $ref: `#/components/schemas/${nameOf(type)}` }] };
  throw new Error(`The type "${type}" is not one that this script reads.`);
}

function descriptionOf(comment) {
  if (!comment) return {};
  const description = comment
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .trim();
  return { description };
}

function closure(names) {
  const wanted = new Set();
  const visit = (name) => {
    if (wanted.has(name)) return;
    if (!all[name]) throw new Error(`There is no declaration of "${name}".`);
    wanted.add(name);
    for (const [, ref] of JSON.stringify(all[name]).matchAll(/#\/components\/schemas\/([\w.]+)/g)) visit(ref);
  };
  names.forEach(visit);
  return [...wanted].sort();
}

const definitions = Object.fromEntries(closure(roots).map((name) => [name, all[name]]));
const file =
  process.argv[2] ?? fileURLToPath(new URL('../lib/kubernetes/schema/definitions.json', import.meta.url));
writeFileSync(file, `${JSON.stringify({ version, definitions }, undefined, 1)}\n`);
