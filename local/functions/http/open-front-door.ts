import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Dispatch, Dispatcher } from '../dispatcher.ts';
import type { HostFunction } from '../host-function.ts';
import type { LogSink } from '../log.ts';
import { AdminApi } from './admin-api.ts';
import { callerOf, mayCall } from './authorize.ts';
import type { CorsSettings } from './cors.ts';
import { FrontDoor, type Mount } from './front-door.ts';
import type { KeyStore } from './key-store.ts';
import type { RouteTable } from './route-table.ts';
import { serveFunction } from './serve-function.ts';
import { streamFunction } from './stream-function.ts';
import { Throttle } from './throttle.ts';
import { ResponseWriter } from './write-response.ts';

export type FrontDoorSettings = {
  routePrefix: string;
  maxOutstandingRequests: number;
  maxConcurrentRequests: number;
  customHeaders: Record<string, string>;
  enableChunkedRequestBinding: boolean;
  functions: readonly HostFunction[];
  routes: RouteTable;
  dispatcher: Dispatcher;
  log: LogSink;
  keys: KeyStore;
  enforceKeys: boolean;
  cors: CorsSettings | undefined;
  mounts: readonly Mount[];
  /** Where the library takes requests with HTTP streaming on. */
  httpUri: string | undefined;
  /** What `/admin/host/config` shows of host.json. */
  config: unknown;
  directory: string | undefined;
  restart: (() => void) | undefined;
  /** Why the host does not run although it answers. */
  down: Error | undefined;
  /** What a function gets that is run over the admin API. */
  byHand(target: HostFunction, input: string): Dispatch | Promise<Dispatch>;
  origin(): string;
  uptimeMs(): number;
};

/** Puts the HTTP side of a host together. */
export function openFrontDoor(settings: FrontDoorSettings): FrontDoor {
  const { keys, enforceKeys, dispatcher, httpUri } = settings;
  // The headers come from what is down.
  const writer = new ResponseWriter(settings.down ? {} : settings.customHeaders);
  const parts = { ...settings, writer };
  const admin = new AdminApi({
    ...parts,
    run(target, input) {
      // The caller has its 202 by then; a failure is in the log.
      dispatcher.dispatch(target, () => settings.byHand(target, input)).catch(() => {});
    },
  });
  const refused = (isAllowed: boolean, response: ServerResponse): boolean => {
    if (!isAllowed) writer.empty(response, 401);
    return isAllowed;
  };
  return new FrontDoor({
    ...parts,
    throttle: new Throttle(settings.maxConcurrentRequests, settings.maxOutstandingRequests),
    admin: admin.serve,
    authorize({ authLevel, target }, query, request, response) {
      if (!enforceKeys || authLevel === 'anonymous') return true;
      return refused(mayCall(authLevel, callerOf(keys.keys, request, query, target.name)), response);
    },
    authorizeMount(prefix, query, request: IncomingMessage, response) {
      if (!enforceKeys || !prefix.startsWith('/runtime/webhooks/')) return true;
      const caller = callerOf(keys.keys, request, query);
      if (caller === 'nobody') writer.empty(response, 401, ['WWW-Authenticate', 'Bearer']);
      if (caller === 'function') writer.empty(response, 403);
      return caller === 'system' || caller === 'master';
    },
    serve:
      httpUri === undefined
        ? (call) => serveFunction(parts, call)
        : (call) => streamFunction(parts, httpUri, call),
  });
}
