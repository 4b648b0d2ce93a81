import type { KubeObject } from '../../contract/kube-objects.ts';

/** What a configmap or a secret holds, by its keys. */
export function objectData(object: KubeObject): Record<string, Uint8Array> {
  const { kind, data, binaryData } = object;
  const texts = mapOf(data);
  return Object.fromEntries([
    ...Object.entries(texts).map(([key, text]) => [
      key,
      Buffer.from(text, kind === 'Secret' ? 'base64' : 'utf8'),
    ]),
    ...Object.entries(mapOf(binaryData)).map(([key, text]) => [key, Buffer.from(text, 'base64')]),
  ]);
}

/** A registry that a pull secret opens. */
export type Registry = { server: string; username: string; password: string };

/** The registries of a secret of type `kubernetes.io/dockerconfigjson`, or of the older `dockercfg`. */
export function registriesIn(secret: KubeObject): Registry[] {
  const data = objectData(secret);
  const text = data['.dockerconfigjson'] ?? data['.dockercfg'];
  if (!text) return [];
  const config = parsed(new TextDecoder().decode(text)) as { auths?: unknown };
  const servers = mapOf<Login>(data['.dockerconfigjson'] ? config.auths : config);
  return Object.entries(servers).map(([server, { auth = '', username, password }]) => {
    const [user = '', ...rest] = Buffer.from(auth, 'base64').toString().split(':');
    return {
      server: server.replace(/^https?:\/\//, '').replace(/\/.*$/, ''),
      username: username ?? user,
      password: password ?? rest.join(':'),
    };
  });
}

type Login = { auth?: string; username?: string; password?: string };

function parsed(text: string): object {
  try {
    return mapOf(JSON.parse(text));
  } catch {
    return {};
  }
}

function mapOf<Value = string>(value: unknown): Record<string, Value> {
  return typeof value === 'object' && value !== null ? (value as Record<string, Value>) : {};
}
