import { parseDocument } from 'yaml';
import { jsonTrouble } from '../../lib/decide/json-trouble.ts';
import type { WriteOptions } from '../../lib/kubernetes/kube-api-dependencies.ts';
import { badRequest, tooLarge, unsupportedMediaType } from '../../lib/kubernetes/kube-error.ts';
import { isObject } from '../../lib/kubernetes/patches/merge-patch.ts';
import { patchTypes } from '../../lib/kubernetes/patches/patched-object.ts';
import { decodeProtobuf, protobufType } from '../../lib/kubernetes/protobuf/decode-protobuf.ts';
import { placeOf } from '../../lib/schema-issues.ts';

const bodyLimit = 3 * 1_024 * 1_024;
const bodyTypes = ['application/json', 'application/yaml', protobufType];

/** The body as an object: of JSON, YAML, or the protobuf that kubectl sends. `undefined` for an empty one. */
export async function bodyOf(request: Request, types: readonly string[] = bodyTypes): Promise<unknown> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > bodyLimit) throw tooLarge();
  const bytes = await bytesOf(request);
  if (bytes.length === 0) return undefined;
  const type = mediaType(request);
  if (!types.includes(type)) throw unsupportedMediaType(type, types);
  if (type === protobufType) return decodeProtobuf(bytes);
  const body = type.endsWith('yaml') ? parsedYaml(bytes.toString()) : parsedJson(bytes.toString());
  const trouble = jsonTrouble(body);
  if (trouble) throw badRequest(`${placeOf(trouble.path)} ${trouble.problem}`);
  return body;
}

/** A body in chunks has no declared size, so it is counted as it comes. */
async function bytesOf(request: Request): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of request.body ?? []) {
    size += piece.byteLength;
    if (size > bodyLimit) throw tooLarge();
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Of a patch: its media type says what it means. */
export async function patchOf(request: Request): Promise<{ type: string; patch: unknown }> {
  const patch = await bodyOf(request, patchTypes);
  if (patch === undefined) throw badRequest('the body of a patch is empty');
  return { type: mediaType(request), patch };
}

export function writeOptions(request: Request): WriteOptions {
  const query = new URL(request.url).searchParams;
  const fieldValidation = query.get('fieldValidation') || 'Warn';
  if (!isOneOf(fieldValidation, ['Strict', 'Warn', 'Ignore']))
    throw badRequest(`fieldValidation "${fieldValidation}" is none of Strict, Warn and Ignore`);
  return {
    manager: query.get('fieldManager') || agentOf(request),
    dryRun: isDryRun(query),
    fieldValidation,
    force: query.get('force') === 'true',
  };
}

export function isDryRun(query: URLSearchParams): boolean {
  const asked = query.getAll('dryRun').filter((each) => each !== '');
  if (asked.some((each) => each !== 'All')) throw badRequest(`dryRun takes All, not "${asked.join(', ')}"`);
  return asked.length > 0;
}

/** A whole number of the query; undefined where it says none. */
export function numberOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^\d{1,15}$/.test(text)) throw badRequest(`${name} takes a whole number, not "${text}"`);
  return Number(text);
}

export function isTrue(query: URLSearchParams, name: string): boolean {
  return ['true', '1'].includes(query.get(name) ?? '');
}

function mediaType(request: Request): string {
  const [type = ''] = (request.headers.get('content-type') ?? 'application/json').split(';');
  return type.trim().toLowerCase();
}

/** The first word of the user agent, as Kubernetes names managers that give no name. */
function agentOf(request: Request): string {
  return (request.headers.get('user-agent') ?? '').split('/')[0]?.slice(0, 128) || 'unknown';
}

/** All JSON is YAML. */
function parsedYaml(text: string): unknown {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw badRequest(`the body is no YAML: ${error.message}`);
  try {
    return document.toJS();
  } catch (error) {
    // Aliases that stand for more than memory holds.
    throw badRequest(`the body is no YAML: ${(error as Error).message}`);
  }
}

function parsedJson(text: string): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    if (isObject(value) || Array.isArray(value)) return value;
  } catch (error) {
    throw badRequest(`the body is no JSON: ${(error as Error).message}`);
  }
  throw badRequest('the body is no object');
}

function isOneOf<Value extends string>(text: string, values: readonly Value[]): text is Value {
  return (values as readonly string[]).includes(text);
}
