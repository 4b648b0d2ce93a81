import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HostFunction } from '../host-function.ts';
import { hostVersion } from '../worker/core.ts';
import { callerOf } from './authorize.ts';
import { decodePath } from './decode-path.ts';
import type { KeyStore } from './key-store.ts';
import { landingPage } from './landing-page.ts';
import { readBody } from './read-body.ts';
import type { RouteTable } from './route-table.ts';
import type { ResponseWriter } from './write-response.ts';

export type AdminParts = {
  functions: readonly HostFunction[];
  routes: RouteTable;
  routePrefix: string;
  writer: ResponseWriter;
  keys: KeyStore;
  enforceKeys: boolean;
  origin(): string;
  uptimeMs(): number;
  /** Starts a function that has no HTTP trigger, with the text of its input. */
  run(target: HostFunction, input: string): void;
};

type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** `/`, `/admin/host/*` and `/admin/functions/*`, as far as people and tools use them. */
export class AdminApi {
  readonly #parts: AdminParts;

  constructor(parts: AdminParts) {
    this.#parts = parts;
  }

  /** False when the path is not one of the host's own. */
  readonly serve = (
    path: string,
    query: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): boolean => {
    const { writer, keys, enforceKeys } = this.#parts;
    const answer = this.#open(request.method, path) ?? this.#guarded(request.method, path);
    if (!answer) return false;
    const caller =
      enforceKeys && !this.#open(request.method, path) ? callerOf(keys.keys, request, query) : 'master';
    if (caller === 'master') void answer(request, response);
    else writer.empty(response, caller === 'nobody' ? 401 : 403);
    return true;
  };

  #open(method: string | undefined, path: string): Answer | undefined {
    const { writer } = this.#parts;
    if (method === 'GET' && path === '/')
      return (_, response) =>
        writer.write(response, 200, ['Content-Type', 'text/html'], Buffer.from(landingPage(this.#parts)));
    if (/^\/admin\/host\/ping$/i.test(path) && (method === 'GET' || method === 'POST'))
      return (_, response) =>
        writer.empty(response, 200, ['Cache-Control', 'no-store,no-cache', 'Pragma', 'no-cache']);
    return undefined;
  }

  #guarded(method: string | undefined, path: string): Answer | undefined {
    const lower = path.toLowerCase();
    const { keys, writer, functions } = this.#parts;
    const get = (value: () => unknown): Answer | undefined =>
      method === 'GET' ? (_, response) => writer.json(response, 200, value()) : undefined;
    if (lower === '/admin/host/status') return get(() => this.#status());
    if (lower === '/admin/functions') return get(() => functions.map((each) => this.#describe(each)));
    if (lower === '/admin/host/keys' || lower === '/admin/host/functionkeys')
      return get(() => keyList(keys.keys.functionKeys));
    if (lower === '/admin/host/systemkeys') return get(() => keyList(keys.keys.systemKeys));
    if (lower === '/admin/host/systemkeys/_master' || lower === '/admin/host/keys/_master')
      return get(() => ({ name: '_master', value: keys.keys.masterKey }));
    const [, name = '', more] = /^\/admin\/functions\/([^/]+)(\/keys|\/status)?$/i.exec(path) ?? [];
    const target = functions.find((each) => each.name.toLowerCase() === decodePath(name).toLowerCase());
    if (!target) return undefined;
    if (more?.toLowerCase() === '/status') return get(() => ({}));
    if (more) return get(() => keyList(keys.keys.functions[target.name.toLowerCase()] ?? {}));
    if (method === 'POST') return (request, response) => this.#run(target, request, response);
    return get(() => this.#describe(target));
  }

  async #run(target: HostFunction, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { writer, run } = this.#parts;
    const body = await readBody(request);
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
      writer.empty(response, 415);
      return;
    }
    let input: unknown;
    try {
      input = (JSON.parse(body.toString('utf8')) as { input?: unknown } | null)?.input;
    } catch {
      writer.empty(response, 400);
      return;
    }
    run(target, typeof input === 'string' ? input : JSON.stringify(input ?? ''));
    writer.empty(response, 202);
  }

  #status(): unknown {
    return {
      id: createHash('sha256').update(this.#parts.origin()).digest('hex').slice(0, 32),
      state: 'Running',
      version: `${hostVersion}.0`,
      versionDetails: hostVersion,
      platformVersion: '',
      instanceId: '',
      computerName: '',
      processUptime: this.#parts.uptimeMs(),
      functionAppContentEditingState: 'Unknown',
    };
  }

  #describe(target: HostFunction): unknown {
    const { routes, routePrefix, origin } = this.#parts;
    const route = routes.routes.find((each) => each.target === target)?.route;
    const href = `${origin()}/admin/functions/${target.name}`;
    const error = routes.errors.find(({ functionName }) => functionName === target.name)?.message;
    return {
      name: target.name,
      href,
      config: {
        name: target.name,
        bindings: Object.entries(target.bindings).map(([name, each]) => ({ ...each, name })),
      },
      language: 'node',
      isDisabled: target.disabled,
      isDirect: false,
      isProxy: false,
      ...(route !== undefined && {
        invoke_url_template: `${origin()}/${routePrefix ? `${routePrefix}/` : ''}${route.toLowerCase()}`,
      }),
      ...(error !== undefined && { errors: [error] }),
    };
  }
}

function keyList(keys: Record<string, string>): unknown {
  return { keys: Object.entries(keys).map(([name, value]) => ({ name, value })), links: [] };
}
