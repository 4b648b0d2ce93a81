import type { GroupShape, SecretSource, VolumeSpec } from '../../contract/container-specs.ts';

/** Reads the values of secrets; undefined for an optional one that does not exist. `what` begins the sentence of a complaint. */
export type SecretReader = {
  text(source: SecretSource, what: string): Promise<string | undefined>;
  file(source: SecretSource, what: string): Promise<string | Uint8Array | undefined>;
};

/** A group with the values of its secrets, which from here on go to Azure and nowhere else. Throws what the reader throws. */
export async function revealedShape(read: SecretReader, shape: GroupShape): Promise<GroupShape<string>> {
  const text = async (source: SecretSource, what: string): Promise<string> =>
    (await read.text(source, what)) ?? '';
  const withSecrets = async <Container extends { secrets: Record<string, SecretSource> }>(
    container: Container,
  ) => ({
    ...container,
    secrets: await revealedAll(container.secrets, (source, name) =>
      read.text(source, `The variable ${name}`),
    ),
  });
  const volume = async (spec: VolumeSpec): Promise<VolumeSpec<string>> => {
    const what = `The volume "${spec.name}"`;
    if (spec.kind === 'azureFile') return { ...spec, key: await text(spec.key, what) };
    if (spec.kind !== 'secret') return spec;
    const files = await revealedAll(spec.files, (source, name) =>
      read.file(source, `${what} with the file ${name}`),
    );
    return { ...spec, files };
  };
  const { containers, initContainers, volumes, registries, logAnalytics, ...plain } = shape;
  return {
    ...plain,
    containers: await Promise.all(containers.map(withSecrets)),
    ...(initContainers && { initContainers: await Promise.all(initContainers.map(withSecrets)) }),
    ...(volumes && { volumes: await Promise.all(volumes.map(volume)) }),
    ...(registries && {
      registries: await Promise.all(
        registries.map(async (registry) =>
          'identity' in registry
            ? registry
            : { ...registry, password: await text(registry.password, `The registry ${registry.server}`) },
        ),
      ),
    }),
    ...(logAnalytics && {
      logAnalytics: {
        ...logAnalytics,
        workspaceKey: await text(logAnalytics.workspaceKey, 'The Log Analytics workspace'),
      },
    }),
  };
}

/** Without those that do not exist. */
async function revealedAll<Value>(
  sources: Record<string, SecretSource>,
  reveal: (source: SecretSource, name: string) => Promise<Value | undefined>,
): Promise<Record<string, Value>> {
  const revealed: Record<string, Value> = {};
  for (const [name, source] of Object.entries(sources)) {
    const value = await reveal(source, name);
    if (value !== undefined) revealed[name] = value;
  }
  return revealed;
}
