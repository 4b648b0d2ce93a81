import type { RuntimeContainerSpec } from '../runtime/container-runtime.ts';
import type { ContainerDirectory } from './container-directory.ts';
import type { Image } from './image-table.ts';

/** One process, as the supervisor starts it. */
export type ProcessSpec = { directory: string; command: string[]; environment: Record<string, string> };

/** Where programs are looked for when neither image nor group says it. */
const minimalPath = '/usr/local/bin:/usr/bin:/bin';

/**
 * What to execute for a container: the image's command unless the container has one, with the image's
 * variables and the container's over them, and nothing of this process's own environment.
 */
export function processSpec(
  container: RuntimeContainerSpec,
  image: Image,
  { directory, ipAddress }: { directory: ContainerDirectory; ipAddress: string },
): ProcessSpec {
  const fill = (text: string): string => text.replaceAll('{ipAddress}', ipAddress);
  const ofImage = Object.entries(image.environment ?? {}).map(
    ([name, value]) => [name, fill(value)] as const,
  );
  return {
    directory: directory.path,
    command: container.command ?? image.command.map(fill),
    environment: {
      PATH: minimalPath,
      HOME: directory.home,
      TMPDIR: directory.temporary,
      ...Object.fromEntries(ofImage),
      ...container.environment,
    },
  };
}
