import type { RegistryCredential } from '../runtime/container-runtime.ts';

const dockerHub = ['index.docker.io', 'docker.io', 'registry-1.docker.io'];

/** The registry that an image names; Docker Hub where it names none. */
export function registryOf(image: string): string {
  const [host = '', ...path] = image.split('/');
  // As Docker reads names: a first part that is no host is a folder of Docker Hub.
  const isHost = path.length > 0 && (/[.:]/.test(host) || host === 'localhost');
  return isHost && !dockerHub.includes(host) ? host : 'index.docker.io';
}

/** The credential of a group with which an image is pulled, if it has one for the image's registry. */
export function credentialFor(
  image: string,
  credentials: RegistryCredential[],
): RegistryCredential | undefined {
  const registry = registryOf(image);
  const servers = registry === 'index.docker.io' ? dockerHub : [registry];
  return credentials.find(({ server }) => servers.includes(server.replace(/^https:\/\//, '')));
}
