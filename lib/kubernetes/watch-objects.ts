import type { KubeChange, KubeObject } from '../../contract/kube-objects.ts';
import type { KubeApiDependencies } from './kube-api-dependencies.ts';
import { gone } from './kube-error.ts';
import { apiVersionOf, type KubeResource, storedName } from './kube-resources.ts';
import { finishNamespaces } from './objects/namespace-life.ts';

/** How long a watch is served: below the 230 seconds after which Azure's front end cuts any answer. Clients watch again. */
const longestSeconds = 200;
const bookmarkSeconds = 60;
const pollMs = 500;

export type WatchOptions = {
  resource: KubeResource;
  namespace: string | undefined;
  fits: (object: KubeObject) => boolean;
  /** Whether fitting can change while an object lives. */
  selects: boolean;
  /** Undefined, or 0: begins with what there is. */
  resourceVersion: string | undefined;
  bookmarks: boolean;
  /** Begins with what there is, and says where that ends. */
  sendInitialEvents: boolean;
  timeoutSeconds: number | undefined;
};

export type WatchEvent = { type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR'; object: unknown };

/** What happens to objects, until the time is over. An object that begins or ceases to fit is told as added or deleted. */
export async function* watchObjects(
  deps: KubeApiDependencies,
  options: WatchOptions,
): AsyncGenerator<WatchEvent> {
  const { resource, namespace, fits } = options;
  const startedAt = deps.clock.now().getTime();
  const seconds = Math.min(options.timeoutSeconds ?? longestSeconds, longestSeconds);
  const elapsed = () => (deps.clock.now().getTime() - startedAt) / 1_000;
  const fromStart = options.sendInitialEvents || !options.resourceVersion || options.resourceVersion === '0';
  /** Whether each object fitted when it was last seen. */
  const fitted = new Map<string, boolean>();
  let version = options.resourceVersion ?? '0';

  if (fromStart || options.selects) {
    const { objects, resourceVersion } = await deps.objects.list(storedName(resource), namespace);
    for (const object of objects) {
      fitted.set(object.metadata.uid, fits(object));
      if (fromStart && fits(object)) yield { type: 'ADDED', object };
    }
    if (fromStart) version = resourceVersion;
  }
  if (options.sendInitialEvents) yield bookmark(resource, version, { 'k8s.io/initial-events-end': 'true' });

  let marked = 0;
  while (true) {
    const result = await deps.objects.changesSince(version);
    if (result.kind === 'expired') {
      yield { type: 'ERROR', object: gone(`too old resource version: ${version}`).status };
      return;
    }
    version = result.resourceVersion;
    for (const change of result.changes) {
      if (change.key.resource !== storedName(resource)) continue;
      if (namespace !== undefined && change.key.namespace !== namespace) continue;
      const event = eventOf(change, fits, fitted);
      if (event) yield event;
    }
    const isPodGone = result.changes.some(({ type }) => type === 'DELETED');
    if (resource.kind === 'Namespace' && isPodGone) await finishNamespaces(deps);
    const isOver = elapsed() >= seconds;
    if (options.bookmarks && (isOver || elapsed() - marked >= bookmarkSeconds)) {
      marked = elapsed();
      yield bookmark(resource, version);
    }
    if (isOver) return;
    await deps.pause(pollMs);
  }
}

function eventOf(
  { type, object }: KubeChange,
  fits: (object: KubeObject) => boolean,
  fitted: Map<string, boolean>,
): WatchEvent | undefined {
  const { uid } = object.metadata;
  const did = fitted.get(uid);
  const does = fits(object);
  if (type === 'DELETED') {
    fitted.delete(uid);
    return (did ?? does) ? { type, object } : undefined;
  }
  fitted.set(uid, does);
  if (does) return { type: did === false ? 'ADDED' : type, object };
  return did ? { type: 'DELETED', object } : undefined;
}

/** Says how far the watch has come, where nothing happened that fits. */
function bookmark(
  resource: KubeResource,
  resourceVersion: string,
  annotations?: Record<string, string>,
): WatchEvent {
  return {
    type: 'BOOKMARK',
    object: {
      kind: resource.kind,
      apiVersion: apiVersionOf(resource),
      metadata: { resourceVersion, creationTimestamp: null, ...(annotations ? { annotations } : {}) },
    },
  };
}
