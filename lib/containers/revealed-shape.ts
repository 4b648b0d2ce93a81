import type { GroupShape, SecretSource, VolumeSpec } from '../../contract/container-specs.ts';
import { SlipwayError } from '../errors.ts';
import type { Secrets } from '../ports/secrets.ts';
import { secretSetting } from '../setting-secrets.ts';

/** A group with the values of its secrets, which from here on go to Azure and nowhere else. Throws `settings-invalid`. */
export function revealedShape(secrets: Secrets, shape: GroupShape): GroupShape<string> {
  const reveal = (source: SecretSource, what: string): string => {
    const value = secrets.read(source.name);
    if (value !== undefined) return value;
    throw new SlipwayError(
      'settings-invalid',
      `${what} needs the secret "${source.name}", which does not exist; add the setting ${secretSetting(source.name)} to the app.`,
    );
  };
  const revealAll = (sources: Record<string, SecretSource>, what: string): Record<string, string> =>
    Object.fromEntries(
      Object.entries(sources).flatMap(([name, source]) =>
        source.optional && secrets.read(source.name) === undefined
          ? []
          : [[name, reveal(source, `${what} ${name}`)]],
      ),
    );
  const withSecrets = <Container extends { secrets: Record<string, SecretSource> }>(
    container: Container,
  ) => ({
    ...container,
    secrets: revealAll(container.secrets, 'The variable'),
  });
  const volume = (spec: VolumeSpec): VolumeSpec<string> => {
    if (spec.kind === 'secret')
      return { ...spec, files: revealAll(spec.files, `The volume "${spec.name}" with the file`) };
    if (spec.kind === 'azureFile') return { ...spec, key: reveal(spec.key, `The volume "${spec.name}"`) };
    return spec;
  };
  const { containers, initContainers, volumes, registries, logAnalytics, ...plain } = shape;
  return {
    ...plain,
    containers: containers.map(withSecrets),
    ...(initContainers && { initContainers: initContainers.map(withSecrets) }),
    ...(volumes && { volumes: volumes.map(volume) }),
    ...(registries && {
      registries: registries.map((registry) =>
        'identity' in registry
          ? registry
          : { ...registry, password: reveal(registry.password, `The registry ${registry.server}`) },
      ),
    }),
    ...(logAnalytics && {
      logAnalytics: {
        ...logAnalytics,
        workspaceKey: reveal(logAnalytics.workspaceKey, 'The Log Analytics workspace'),
      },
    }),
  };
}
