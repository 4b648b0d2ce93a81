import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HostFunction } from '../host-function.ts';
import { hostVersion } from '../worker/core.ts';
import { AdminKeys } from './admin-keys.ts';
import type { AdminParts, Answer } from './admin-parts.ts';
import { callerOf } from './authorize.ts';
import { decodePath } from './decode-path.ts';
import { landingPage } from './landing-page.ts';
import { readBody } from './read-body.ts';

/** `/`, `/admin/host/*` and `/admin/functions/*`, as far as people and tools use them. */
export class AdminApi {
  readonly #parts: AdminParts;
  readonly #keys: AdminKeys;

  constructor(parts: AdminParts) {
    this.#parts = parts;
    this.#keys = new AdminKeys(parts);
  }

  /** False when the path is not one of the host's own. */
  readonly serve = (
    path: string,
    query: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): boolean => {
    const { writer, keys, enforceKeys } = this.#parts;
    const own = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
    const open = this.#open(request.method, own);
    const answer = open ?? this.#guarded(request.method, own);
    if (!answer) return false;
    const caller = enforceKeys && !open ? callerOf(keys.keys, request, query) : 'master';
    // A caller that goes away while it sends is told nothing.
    if (caller === 'master') Promise.resolve(answer(request, response)).catch(() => void response.destroy());
    else if (caller === 'nobody') writer.empty(response, 401, ['WWW-Authenticate', 'Bearer']);
    else writer.empty(response, 403);
    return true;
  };

  #open(method: string | undefined, path: string): Answer | undefined {
    const { writer } = this.#parts;
    if (path === '/') return (_, response) => writer.html(response, 200, landingPage(this.#parts));
    if (/^\/admin\/host\/ping$/i.test(path) && (method === 'GET' || method === 'POST'))
      return (_, response) =>
        writer.empty(response, 200, ['Cache-Control', 'no-store,no-cache', 'Pragma', 'no-cache']);
    return undefined;
  }

  #guarded(method: string | undefined, path: string): Answer | undefined {
    const lower = path.toLowerCase();
    const { writer, functions } = this.#parts;
    const get = (value: () => unknown): Answer | undefined =>
      method === 'GET' ? (_, response) => writer.json(response, 200, value()) : undefined;
    if (lower === '/admin/host/status') return get(() => this.#status());
    if (lower === '/admin/functions') return get(() => functions.map((each) => this.#describe(each)));
    if (lower === '/admin/host/config' && method === 'GET')
      return (_, response) => writer.text(response, 200, JSON.stringify(this.#parts.config, null, 2));
    if (lower === '/admin/host/restart' && method === 'POST') return (_, response) => this.#restart(response);
    const keyAnswer = this.#keys.answer(method, path);
    if (keyAnswer) return keyAnswer;
    const [, name = '', more] = /^\/admin\/functions\/([^/]+)(\/status)?$/i.exec(path) ?? [];
    const target = functions.find((each) => each.name.toLowerCase() === decodePath(name).toLowerCase());
    if (!target) return undefined;
    if (more)
      return get(() => {
        const error = this.#errorOf(target);
        return error === undefined ? {} : { errors: [error] };
      });
    if (method === 'POST') return (request, response) => this.#run(target, request, response);
    return get(() => this.#describe(target));
  }

  async #run(target: HostFunction, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { writer, run, down } = this.#parts;
    const body = await readBody(request);
    if (down) {
      writer.empty(response, 503);
      return;
    }
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
      writer.empty(response, 415);
      return;
    }
    const invocation = objectIn(body);
    if (!invocation) {
      writer.empty(response, 400);
      return;
    }
    const { input } = invocation;
    run(target, typeof input === 'string' ? input : JSON.stringify(input ?? ''));
    writer.empty(response, 202);
  }

  #status(): unknown {
    const { down } = this.#parts;
    return {
      id: createHash('sha256').update(this.#parts.origin()).digest('hex').slice(0, 32),
      state: down ? 'Error' : 'Running',
      version: `${hostVersion}.0`,
      versionDetails: hostVersion,
      platformVersion: '',
      instanceId: '',
      computerName: '',
      ...(down && { errors: [down.message] }),
      processUptime: this.#parts.uptimeMs(),
      functionAppContentEditingState: 'Unknown',
    };
  }

  /** Answers first: the process that answers is about to be replaced. */
  #restart(response: ServerResponse): void {
    const { writer, restart, directory } = this.#parts;
    if (!restart) {
      writer.text(response, 501, 'This host cannot load its app anew: it runs inside another program.');
      return;
    }
    response.on('close', restart);
    writer.json(response, 200, {
      isSelfHost: true,
      secretsPath: null,
      scriptPath: directory ?? null,
      logPath: null,
      testDataPath: null,
      hasParentScope: false,
      isStandbyConfiguration: false,
      isFileSystemReadOnly: false,
      isScmRunFromPackage: false,
    });
  }

  #errorOf({ name }: HostFunction): string | undefined {
    return this.#parts.routes.errors.find(({ functionName }) => functionName === name)?.message;
  }

  /** The real host also links to the app's files, which it serves below /admin/vfs; here those links are null. */
  #describe(target: HostFunction): unknown {
    const { routes, routePrefix, origin } = this.#parts;
    const route = routes.routes.find((each) => each.target === target)?.route;
    const invokePath = [routePrefix, route?.toLowerCase()].filter(Boolean).join('/');
    return {
      name: target.name,
      script_root_path_href: null,
      script_href: null,
      config_href: null,
      test_data_href: null,
      href: `${origin()}/admin/functions/${target.name}`,
      invoke_url_template: route === undefined ? null : `${origin()}/${invokePath}`,
      language: 'node',
      config: {
        name: target.name,
        entryPoint: null,
        scriptFile: null,
        language: 'node',
        functionDirectory: null,
        bindings: Object.entries(target.bindings).map(([name, each]) => ({ ...each, name })),
      },
      files: null,
      test_data: '',
      isDisabled: target.disabled,
      isDirect: false,
      isProxy: false,
    };
  }
}

function objectIn(body: Buffer): { input?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
