import type { Status, StatusCause } from 'kubernetes-types/meta/v1.js';
import type { FieldCause } from '../../contract/field-causes.ts';
import type { KubeResource } from './kube-resources.ts';

/** An answer other than success, as Kubernetes gives it: a `Status` object that clients know how to show. */
export class KubeError extends Error {
  readonly status: Status;

  constructor(code: number, reason: string, message: string, details?: Status['details']) {
    super(message);
    this.name = 'KubeError';
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason,
      ...(details ? { details } : {}),
      code,
    };
  }
}

type Resource = Pick<KubeResource, 'name' | 'group' | 'kind'>;

export function badRequest(message: string): KubeError {
  return new KubeError(400, 'BadRequest', message);
}

export function unauthorized(): KubeError {
  return new KubeError(401, 'Unauthorized', 'Unauthorized: send a function key of the app as bearer token.');
}

export function notFound(resource: Resource, name: string): KubeError {
  return new KubeError(404, 'NotFound', `${qualified(resource)} "${name}" not found`, {
    name,
    ...detailsOf(resource),
  });
}

/** For what is below no resource that is served. */
export function noSuchPath(): KubeError {
  return new KubeError(404, 'NotFound', 'the server could not find the requested resource', {});
}

export function methodNotAllowed(message: string): KubeError {
  return new KubeError(405, 'MethodNotAllowed', message);
}

export function alreadyExists(resource: Resource, name: string): KubeError {
  return new KubeError(409, 'AlreadyExists', `${qualified(resource)} "${name}" already exists`, {
    name,
    ...detailsOf(resource),
  });
}

export function conflict(resource: Resource, name: string, why: string, causes?: StatusCause[]): KubeError {
  const message = causes ? why : `Operation cannot be fulfilled on ${qualified(resource)} "${name}": ${why}`;
  return new KubeError(409, 'Conflict', message, {
    name,
    ...detailsOf(resource),
    ...(causes ? { causes } : {}),
  });
}

export function changedMeanwhile(resource: Resource, name: string): KubeError {
  return conflict(
    resource,
    name,
    'the object has been modified; please apply your changes to the latest version and try again',
  );
}

/** With every field that is wrong. */
export function invalid(resource: Resource, name: string, causes: readonly FieldCause[]): KubeError {
  const texts = causes.map(({ field, message }) => `${field}: ${message}`);
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const kind = resource.group ? `${resource.kind}.${resource.group}` : resource.kind;
  return new KubeError(422, 'Invalid', `${kind} "${name}" is invalid: ${list}`, {
    name,
    group: resource.group,
    kind: resource.kind,
    causes: causes.map(({ field, reason, message }) => ({ field, reason, message })),
  });
}

export function gone(message: string): KubeError {
  return new KubeError(410, 'Expired', message);
}

export function tooLarge(): KubeError {
  return new KubeError(
    413,
    'RequestEntityTooLarge',
    'Request entity too large: an object may have 1 MB; keep large files in a storage account and mount a share.',
  );
}

export function unsupportedMediaType(type: string, known: readonly string[]): KubeError {
  return new KubeError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - "${type}"; accepted media types include: ${known.join(', ')}`,
  );
}

function qualified({ name, group }: Resource): string {
  return group ? `${name}.${group}` : name;
}

function detailsOf({ name, group }: Resource): { kind: string; group?: string } {
  return { kind: name, ...(group ? { group } : {}) };
}
