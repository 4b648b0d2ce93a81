import type { Image } from '../options.ts';
import type { ContainerDirectory } from '../processes/container-directory.ts';
import type { ContainerSpec } from '../processes/container-runtime.ts';
import type { ContainerBody } from './group-body.ts';

/** Where programs are looked for when neither image nor group says it. */
const minimalPath = '/usr/local/bin:/usr/bin:/bin';

/**
 * What to execute for a container: the image's command unless the container has one, with the image's
 * variables, the container's over them and the secure ones, and nothing of this process's own environment.
 */
export function containerCommand(
  container: ContainerBody,
  image: Image,
  directory: ContainerDirectory,
  options: { secrets: Record<string, string>; ipAddress: string },
): ContainerSpec {
  const fill = (text: string): string => text.replaceAll('{ipAddress}', options.ipAddress);
  const own = container.properties.command;
  const variables = (container.properties.environmentVariables ?? []).flatMap(({ name, value }) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  const ofImage = Object.entries(image.environment ?? {}).map(
    ([name, value]) => [name, fill(value)] as const,
  );
  return {
    directory: directory.path,
    command: own?.length ? own : image.command.map(fill),
    environment: {
      PATH: minimalPath,
      HOME: directory.home,
      TMPDIR: directory.temporary,
      ...Object.fromEntries(ofImage),
      ...Object.fromEntries(variables),
      ...options.secrets,
    },
  };
}
