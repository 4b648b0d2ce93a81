import { stringify } from 'yaml';

/** A kubeconfig for this app. `token` is the key that it was asked with; without one a placeholder stands there. */
export function kubeconfig(server: string, name: string, token: string | undefined): string {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server } }],
    users: [{ name, user: { token: token ?? 'A-FUNCTION-KEY' } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: 'default' } }],
    'current-context': name,
  };
  const hint = token
    ? ''
    : '# Put a function key of the app in place of A-FUNCTION-KEY; an app that asks for none takes this one.\n';
  return `${hint}${stringify(config)}`;
}
