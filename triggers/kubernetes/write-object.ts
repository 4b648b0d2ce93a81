import type { KubeApiDependencies, Written } from '../../lib/kubernetes/kube-api-dependencies.ts';
import { badRequest, methodNotAllowed } from '../../lib/kubernetes/kube-error.ts';
import { storedName } from '../../lib/kubernetes/kube-resources.ts';
import { patchObject, replaceObject } from '../../lib/kubernetes/objects/change-object.ts';
import { createObject } from '../../lib/kubernetes/objects/create-object.ts';
import { type DeleteOptions, deleteObject } from '../../lib/kubernetes/objects/delete-object.ts';
import { isObject } from '../../lib/kubernetes/patches/merge-patch.ts';
import { answerForm, json, shaped, shapedList } from './api-answer.ts';
import type { ApiTarget } from './api-path.ts';
import { bodyOf, isDryRun, numberOf, patchOf, writeOptions } from './api-request.ts';
import { selectionOf } from './read-objects.ts';

type NamedTarget = ApiTarget & { name: string };

export async function postObject(
  deps: KubeApiDependencies,
  { resource, namespace = '' }: ApiTarget,
  request: Request,
): Promise<Response> {
  if (resource.namespaced && namespace === '')
    throw badRequest('an empty namespace may not be set during creation');
  const written = await createObject(deps, resource, namespace, await bodyOf(request), writeOptions(request));
  return answer(deps, { resource }, request, written);
}

export async function putObject(
  deps: KubeApiDependencies,
  target: NamedTarget,
  request: Request,
): Promise<Response> {
  const body = await bodyOf(request);
  return answer(deps, target, request, await replaceObject(deps, keyed(target), body, writeOptions(request)));
}

export async function patchOneObject(
  deps: KubeApiDependencies,
  target: NamedTarget,
  request: Request,
): Promise<Response> {
  const patch = await patchOf(request);
  const options = writeOptions(request);
  if (patch.type === 'application/apply-patch+yaml' && !new URL(request.url).searchParams.get('fieldManager'))
    throw badRequest('fieldManager is required for apply patch');
  return answer(deps, target, request, await patchObject(deps, keyed(target), patch, options));
}

export async function deleteOneObject(
  deps: KubeApiDependencies,
  target: NamedTarget,
  request: Request,
): Promise<Response> {
  const object = await deleteObject(deps, keyed(target), await deleteOptions(request));
  return json(shaped(target.resource, object, answerForm(request), deps.clock.now()));
}

/** Deletes all that fit; what goes at once and what stays for a while is told by their metadata. */
export async function deleteCollection(
  deps: KubeApiDependencies,
  target: ApiTarget,
  request: Request,
): Promise<Response> {
  const { resource, namespace } = target;
  if (resource.namespaced && namespace === undefined)
    throw methodNotAllowed(`${resource.name} are deleted in one namespace at a time`);
  const { fits } = selectionOf(target, new URL(request.url).searchParams);
  const options = await deleteOptions(request);
  const { objects } = await deps.objects.list(storedName(resource), namespace);
  const deleted = [];
  for (const { metadata } of objects.filter(fits))
    deleted.push(await deleteObject(deps, keyed({ ...target, name: metadata.name }), options));
  return json(shapedList(resource, deleted, {}, answerForm(request), deps.clock.now()));
}

function answer(
  { clock }: KubeApiDependencies,
  { resource }: Pick<ApiTarget, 'resource'>,
  request: Request,
  { object, created, warnings }: Written,
): Response {
  return json(shaped(resource, object, answerForm(request), clock.now()), created ? 201 : 200, warnings);
}

function keyed({ resource, namespace = '', name }: NamedTarget) {
  return { resource, key: { resource: storedName(resource), namespace, name } };
}

/** From the body, or from the query, which older clients use. */
async function deleteOptions(request: Request): Promise<DeleteOptions> {
  const { searchParams: query } = new URL(request.url);
  const body = await bodyOf(request);
  const sent = isObject(body) ? (body as Partial<DeleteOptions> & { dryRun?: unknown }) : {};
  const grace = sent.gracePeriodSeconds ?? numberOf(query, 'gracePeriodSeconds');
  const policy = sent.propagationPolicy ?? query.get('propagationPolicy') ?? 'Background';
  if (!['Foreground', 'Background', 'Orphan'].includes(policy))
    throw badRequest(`propagationPolicy "${policy}" is none of Foreground, Background and Orphan`);
  return {
    ...(typeof grace === 'number' ? { gracePeriodSeconds: grace } : {}),
    propagationPolicy: policy as NonNullable<DeleteOptions['propagationPolicy']>,
    ...(sent.preconditions ? { preconditions: sent.preconditions } : {}),
    dryRun: isDryRun(query) || (Array.isArray(sent.dryRun) && sent.dryRun.includes('All')),
  };
}
