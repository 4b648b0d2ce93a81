import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { LogSink } from '../log.ts';
import { refusedStatus, targetPath } from './check-request.ts';
import { type CorsSettings, corsHeaders, isPreflight, preflightHeaders } from './cors.ts';
import { isOfForeignPage } from './foreign-page.ts';
import type { HttpRoute, RouteTable } from './route-table.ts';
import type { FunctionRequest } from './serve-function.ts';
import type { Throttle } from './throttle.ts';
import type { ResponseWriter } from './write-response.ts';

/** Everything below a path prefix, answered by somebody else's fetch handler (a durable engine's, for one). */
export type Mount = {
  /** How the path begins, ignoring case; a folder ends with a slash. */
  prefix: string;
  fetch(request: Request): Response | Promise<Response>;
};

/** Tells Azure to start another instance. */
const scaleOut = ['X-FUNCTION-SCALEOUT', '1'];

type Listener = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export type FrontDoorParts = {
  routes: RouteTable;
  writer: ResponseWriter;
  log: LogSink;
  throttle: Throttle;
  cors: CorsSettings | undefined;
  enforceKeys: boolean;
  /** Set when the host does not run although it answers. */
  down: Error | undefined;
  mounts: readonly Mount[];
  /** Serves `/admin/*` and `/`; false when the path is none of its own. */
  admin(path: string, query: string, request: IncomingMessage, response: ServerResponse): boolean;
  /** False when it refused the caller, having answered. */
  authorize(route: HttpRoute, query: string, request: IncomingMessage, response: ServerResponse): boolean;
  authorizeMount(prefix: string, query: string, request: IncomingMessage, response: ServerResponse): boolean;
  serve(request: FunctionRequest): Promise<void>;
};

/** Decides who answers a request: a mount, the admin API, a function, or nobody (always 404, never 405). */
export class FrontDoor {
  readonly #parts: FrontDoorParts;
  readonly #mounts: { prefix: string; listener: Listener }[];
  readonly #wrongMethods = new Set<string>();
  #draining = false;
  #drained: Listener | undefined;
  #inFlight = 0;
  #idle: (() => void)[] = [];

  constructor(parts: FrontDoorParts) {
    this.#parts = parts;
    this.#mounts = parts.mounts.map(({ prefix, fetch }) => ({
      prefix: prefix.toLowerCase(),
      listener: getRequestListener(fetch, { overrideGlobalObjects: false }),
    }));
  }

  /**
   * Functions are refused from now on, or answered by somebody else; mounts still answer, since running functions may
   * need them to end.
   */
  drain(instead?: Listener): void {
    this.#draining = true;
    this.#drained = instead;
  }

  /** Resolves when no request is being served. */
  async whenIdle(): Promise<void> {
    while (this.#inFlight > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  readonly #left = (): void => {
    this.#inFlight -= 1;
    if (this.#inFlight === 0) for (const resolve of this.#idle.splice(0)) resolve();
  };

  readonly handle = (request: IncomingMessage, response: ServerResponse): void => {
    this.#inFlight += 1;
    response.on('close', this.#left);
    const { writer, cors, routes, admin, throttle, down } = this.#parts;
    const url = targetPath(request.url ?? '/', request.headers.host);
    const refused = refusedStatus(request) ?? (url === undefined ? 400 : undefined);
    if (refused !== undefined || url === undefined) {
      writer.empty(response, refused ?? 400, ['Connection', 'close']);
      return;
    }
    request.url = url;
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const query = mark < 0 ? '' : url.slice(mark + 1);
    if (down) {
      this.#serveDown(path, query, request, response);
      return;
    }
    if (cors) {
      if (isPreflight(request)) {
        writer.empty(response, 204, preflightHeaders(cors, request));
        return;
      }
      const allowed = corsHeaders(cors, request);
      for (let index = 0; index < allowed.length; index += 2)
        response.setHeader(allowed[index] ?? '', allowed[index + 1] ?? '');
    }
    if (!this.#parts.enforceKeys && isOfForeignPage(request, cors)) {
      this.#refusePage(request, response);
      return;
    }
    // The host's own paths come first: a catch-all route of an app without a prefix must not swallow them.
    if (this.#serveMount(path, query, request, response)) return;
    if (/^\/admin\//i.test(path) && admin(path, query, request, response)) return;
    const found = routes.find(request.method ?? '', path);
    if (found) {
      void this.#serve(found.route, { ...found, target: found.route.target, query, request, response });
      return;
    }
    if (path === '/' && admin(path, query, request, response)) return;
    request.resume();
    if (url === '*' && request.method !== 'OPTIONS')
      writer.empty(response, 405, ['Allow', 'OPTIONS', 'Connection', 'close']);
    else if (throttle.isFull) writer.empty(response, 429, scaleOut);
    else {
      this.#noteWrongMethod(request.method ?? '', path);
      writer.empty(response, 404);
    }
  };

  #refusePage(request: IncomingMessage, response: ServerResponse): void {
    const { log, writer } = this.#parts;
    request.resume();
    const message = `${request.method} of a page of ${request.headers.origin} was refused: this host asks for no key, so pages from elsewhere may change nothing. To let this one, add its origin to Host.CORS in local.settings.json.`;
    log({ level: 'warning', category: 'host', message });
    writer.write(response, 403, ['Content-Type', 'text/plain; charset=utf-8'], Buffer.from(message));
  }

  /** Before what is down the real host only has its own paths; its text comes without a type. */
  #serveDown(path: string, query: string, request: IncomingMessage, response: ServerResponse): void {
    const { writer, admin } = this.#parts;
    const isAdmin = /^\/admin(\/|$)/i.test(path);
    if (isAdmin && admin(path, query, request, response)) return;
    request.resume();
    if (isAdmin) writer.empty(response, 404);
    else writer.write(response, 503, [], Buffer.from('Function host is not running.'));
  }

  #noteWrongMethod(method: string, path: string): void {
    const other = this.#parts.routes.ofPath(path);
    const key = `${other?.target.name} ${method}`;
    if (!other || this.#wrongMethods.has(key)) return;
    this.#wrongMethods.add(key);
    this.#parts.log({
      level: 'information',
      category: 'host',
      functionName: other.target.name,
      trap: 'wrongMethod',
      message: `${method} ${path} gets 404, here as on Azure, never 405: the function takes ${other.methods.join(', ')} only. HEAD and OPTIONS have to be listed too.`,
    });
  }

  #serveMount(path: string, query: string, request: IncomingMessage, response: ServerResponse): boolean {
    const lower = path.toLowerCase();
    const mount = this.#mounts.find(({ prefix }) => lower.startsWith(prefix));
    if (!mount) return false;
    if (!this.#parts.authorizeMount(mount.prefix, query, request, response)) return true;
    this.#parts.writer.addCommon(response);
    void mount.listener(request, response);
    return true;
  }

  async #serve(route: HttpRoute, call: FunctionRequest): Promise<void> {
    const { writer, throttle, authorize, serve } = this.#parts;
    if (this.#draining) {
      if (this.#drained) void this.#drained(call.request, call.response);
      else writer.empty(call.response, 503, ['Connection', 'close']);
      return;
    }
    if (!authorize(route, call.query, call.request, call.response)) return;
    const entered = throttle.enter();
    if (entered === undefined) {
      call.request.resume();
      writer.empty(call.response, 429, scaleOut);
      return;
    }
    try {
      if (entered !== true) await entered;
      await serve(call);
    } catch {
      // The client went away, or the answer cannot be written (a header that is none): nobody to tell but the client.
      if (call.response.headersSent) call.response.destroy();
      else writer.empty(call.response, 500);
    } finally {
      throttle.leave();
    }
  }
}
