import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AdminParts, Answer } from './admin-parts.ts';
import { decodePath } from './decode-path.ts';
import { findName, type KeyScope } from './key-store.ts';
import { readBody } from './read-body.ts';

const masterName = '_master';
const hostScopes = { keys: 'functionKeys', functionkeys: 'functionKeys', systemkeys: 'systemKeys' } as const;

/** A scope that a path names, with the name of one key or none. */
type Target = { scope: KeyScope; keyName: string | undefined };

/** `/admin/functions/NAME/keys[/KEY]` and `/admin/host/{keys|functionkeys|systemkeys}[/KEY]`. */
export class AdminKeys {
  readonly #parts: AdminParts;

  constructor(parts: AdminParts) {
    this.#parts = parts;
  }

  /** Undefined when the path names no keys, or nothing is done with them by that method. */
  answer(method: string | undefined, path: string): Answer | undefined {
    const target = this.#targetOf(path);
    if (!target) return undefined;
    const { scope, keyName } = target;
    const self = (): { links: unknown } => ({
      links: [{ rel: 'self', href: this.#parts.origin() + decodePath(path) }],
    });
    const { writer } = this.#parts;
    if (keyName === undefined) {
      if (method !== 'GET') return undefined;
      return async (_, response) => writer.json(response, 200, { keys: await this.#list(scope), ...self() });
    }
    if (method === 'GET') return (_, response) => this.#show(scope, keyName, self(), response);
    if (method === 'POST')
      return (_, response) => this.#set(scope, keyName, undefined, self(), path, response);
    if (method === 'PUT')
      return (request, response) => this.#put(scope, keyName, self(), path, request, response);
    if (method === 'DELETE') return (_, response) => this.#delete(scope, keyName, response);
    return undefined;
  }

  #targetOf(path: string): Target | undefined {
    const [, scopeName, keyName] =
      /^\/admin\/host\/(keys|functionkeys|systemkeys)(?:\/([^/]+))?$/i.exec(path) ?? [];
    const key = keyName === undefined ? undefined : decodePath(keyName);
    if (scopeName !== undefined)
      return {
        scope: { host: hostScopes[scopeName.toLowerCase() as keyof typeof hostScopes] },
        keyName: key,
      };
    const [, name, own] = /^\/admin\/functions\/([^/]+)\/keys(?:\/([^/]+))?$/i.exec(path) ?? [];
    if (name === undefined) return undefined;
    const wanted = decodePath(name).toLowerCase();
    const found = this.#parts.functions.find((each) => each.name.toLowerCase() === wanted);
    return (
      found && {
        scope: { functionName: found.name },
        keyName: own === undefined ? undefined : decodePath(own),
      }
    );
  }

  async #list(scope: KeyScope): Promise<{ name: string; value: string }[]> {
    const keys = await this.#parts.keys.list(scope);
    return Object.entries(keys).map(([name, value]) => ({ name, value }));
  }

  /** The master key is to be found among the system keys, though it is not in their list. */
  async #show(scope: KeyScope, name: string, links: object, response: ServerResponse): Promise<void> {
    const { writer, keys } = this.#parts;
    const listed = { ...(await keys.list(scope)) };
    if ('host' in scope && scope.host === 'systemKeys') listed[masterName] = keys.keys.masterKey;
    const known = findName(listed, name);
    if (known === undefined) writer.empty(response, 404);
    else writer.json(response, 200, { name, value: listed[known], ...links });
  }

  async #put(
    scope: KeyScope,
    name: string,
    links: object,
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { writer } = this.#parts;
    const body = await readBody(request);
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
      writer.empty(response, 415);
      return;
    }
    const value = valueIn(body.toString('utf8'));
    if (value === undefined) writer.text(response, 400, 'Invalid key value');
    else await this.#set(scope, name, value, links, path, response);
  }

  async #set(
    scope: KeyScope,
    name: string,
    given: string | undefined,
    links: object,
    path: string,
    response: ServerResponse,
  ): Promise<void> {
    const { writer, keys, origin } = this.#parts;
    // A master key is always there; the real host still calls one that it made up "created".
    const { value, isNew } = isMaster(scope, name)
      ? { value: await keys.setMaster(given), isNew: given === undefined }
      : await keys.set(scope, name, given);
    const location = isNew ? ['Location', origin() + decodePath(path)] : [];
    writer.json(response, isNew ? 201 : 200, { name, value, ...links }, location);
  }

  async #delete(scope: KeyScope, name: string, response: ServerResponse): Promise<void> {
    const { writer, keys } = this.#parts;
    if (name.toLowerCase() === masterName) writer.text(response, 400, 'Cannot delete System Key.');
    else writer.empty(response, (await keys.delete(scope, name)) ? 204 : 404);
  }
}

function isMaster(scope: KeyScope, name: string): boolean {
  return 'host' in scope && name.toLowerCase() === masterName;
}

function valueIn(body: string): string | undefined {
  try {
    const { value } = JSON.parse(body) as { value?: unknown };
    return value === undefined || value === null ? undefined : String(value);
  } catch {
    return undefined;
  }
}
