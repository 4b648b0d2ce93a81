import { stringify } from 'yaml';

/** A kubeconfig for this app. `token` is the key that it was asked with; without one a placeholder stands there. */
export function kubeconfig(server: string, name: string, token: string | undefined): string {
  // The JavaScript client speaks HTTP without TLS, as on this machine, only where nothing is to be verified.
  const isPlain = server.startsWith('http:');
  const cluster = { server, ...(isPlain ? { 'insecure-skip-tls-verify': true } : {}) };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster }],
    users: [{ name, user: { token: token ?? 'A-FUNCTION-KEY' } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: 'default' } }],
    'current-context': name,
  };
  const hint = token
    ? ''
    : '# Put a function key of the app in place of A-FUNCTION-KEY; an app that asks for none takes this one.\n';
  return `${hint}${stringify(config)}`;
}
