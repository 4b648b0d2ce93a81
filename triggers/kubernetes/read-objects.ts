import type { KubeObject } from '../../contract/kube-objects.ts';
import type { KubeApiDependencies } from '../../lib/kubernetes/kube-api-dependencies.ts';
import { badRequest, gone, notFound } from '../../lib/kubernetes/kube-error.ts';
import { storedName } from '../../lib/kubernetes/kube-resources.ts';
import { ensureDefaultNamespace, finishNamespaces } from '../../lib/kubernetes/objects/namespace-life.ts';
import { fieldSelector } from '../../lib/kubernetes/selectors/field-selector.ts';
import { labelSelector } from '../../lib/kubernetes/selectors/label-selector.ts';
import { watchObjects } from '../../lib/kubernetes/watch-objects.ts';
import { answerForm, json, shaped, shapedList, streamed } from './api-answer.ts';
import type { ApiTarget } from './api-path.ts';
import { isTrue, numberOf } from './api-request.ts';

type NamedTarget = ApiTarget & { name: string };

export async function getObject(
  deps: KubeApiDependencies,
  { resource, namespace = '', name }: NamedTarget,
  request: Request,
): Promise<Response> {
  if (resource.kind === 'Namespace') await settleNamespaces(deps);
  const object = await deps.objects.read({ resource: storedName(resource), namespace, name });
  if (!object) throw notFound(resource, name);
  return json(shaped(resource, object, answerForm(request), deps.clock.now()));
}

/** Lists, or watches where the query says so. */
export async function listObjects(
  deps: KubeApiDependencies,
  target: ApiTarget,
  request: Request,
): Promise<Response> {
  const { resource, namespace } = target;
  const { searchParams: query } = new URL(request.url);
  const selection = selectionOf(target, query);
  if (resource.kind === 'Namespace') await settleNamespaces(deps);
  if (isTrue(query, 'watch')) return watchAnswer(deps, target, selection, request);
  const list = await deps.objects.list(storedName(resource), namespace);
  const found = list.objects.filter(selection.fits);
  const page = pageOf(found, list.resourceVersion, query);
  return json(shapedList(resource, page.objects, page.metadata, answerForm(request), deps.clock.now()));
}

export type Selection = {
  fits: (object: KubeObject) => boolean;
  /** Whether an object can begin or cease to fit while it lives. */
  selects: boolean;
};

export function selectionOf({ resource, name }: ApiTarget, query: URLSearchParams): Selection {
  const labels = query.get('labelSelector') ?? '';
  const fields = query.get('fieldSelector') ?? '';
  const hasLabels = labelSelector(labels);
  const hasFields = fieldSelector(resource.name, fields);
  return {
    fits: (object) =>
      (name === undefined || object.metadata.name === name) &&
      hasLabels(object.metadata.labels) &&
      hasFields(object),
    selects: labels !== '' || /(?:^|,)(?!metadata\.)./.test(fields),
  };
}

function watchAnswer(
  deps: KubeApiDependencies,
  { resource, namespace }: ApiTarget,
  { fits, selects }: Selection,
  request: Request,
): Response {
  const { searchParams: query } = new URL(request.url);
  const sendInitialEvents = isTrue(query, 'sendInitialEvents');
  const bookmarks = isTrue(query, 'allowWatchBookmarks');
  if (sendInitialEvents && (!bookmarks || query.get('resourceVersionMatch') !== 'NotOlderThan'))
    throw badRequest(
      'sendInitialEvents needs allowWatchBookmarks=true and resourceVersionMatch=NotOlderThan',
    );
  const events = watchObjects(deps, {
    resource,
    namespace,
    fits,
    selects,
    resourceVersion: query.get('resourceVersion') || undefined,
    bookmarks,
    sendInitialEvents,
    timeoutSeconds: numberOf(query, 'timeoutSeconds'),
  });
  const form = answerForm(request);
  async function* lines(): AsyncGenerator<string> {
    // Sends the headers at once: clients wait for them before they go on. Between events, spaces mean nothing.
    yield '\n';
    let isFirst = true;
    for await (const { type, object } of events) {
      const isPlain = type === 'ERROR' || (type === 'BOOKMARK' && form.as === 'object');
      const shown = isPlain ? object : shapedEvent(object as KubeObject, isFirst);
      yield `${JSON.stringify({ type, object: shown })}\n`;
      isFirst = false;
    }
  }
  const shapedEvent = (object: KubeObject, isFirst: boolean) =>
    shaped(resource, object, form, deps.clock.now(), isFirst);
  return streamed(lines(), 'application/json');
}

type Page = { objects: KubeObject[]; metadata: Record<string, unknown> };

/** `continue` says behind which object the next page begins, and the version of the first page: a watch from there misses nothing. */
function pageOf(found: readonly KubeObject[], resourceVersion: string, query: URLSearchParams): Page {
  const limit = numberOf(query, 'limit') || found.length;
  const token = tokenOf(query.get('continue'));
  const rest = token ? found.filter((object) => placeOf(object) > token.after) : found;
  const objects = rest.slice(0, limit);
  const last = objects.at(-1);
  const left = rest.length - objects.length;
  const version = token?.resourceVersion ?? resourceVersion;
  if (left === 0 || !last) return { objects, metadata: { resourceVersion: version } };
  const next = Buffer.from(JSON.stringify({ resourceVersion: version, after: placeOf(last) }));
  return {
    objects,
    metadata: { resourceVersion: version, continue: next.toString('base64url'), remainingItemCount: left },
  };
}

function tokenOf(text: string | null): { resourceVersion: string; after: string } | undefined {
  if (!text) return undefined;
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    throw gone('The provided continue parameter is none of an earlier answer.');
  }
}

/** As lists are sorted. */
function placeOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

async function settleNamespaces(deps: KubeApiDependencies): Promise<void> {
  await ensureDefaultNamespace(deps);
  await finishNamespaces(deps);
}
