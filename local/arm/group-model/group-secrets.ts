import type { RegistryCredential } from '../runtime/container-runtime.ts';
import type { ContainerBody, GroupBody } from './group-body.ts';

/** What a PUT brought that no answer may show and no file may hold. */
export type GroupSecrets = {
  /** Secure variables by container. */
  environment: Record<string, Record<string, string>>;
  /** Files by secret volume, base64 as in the request. */
  volumes: Record<string, Record<string, string>>;
  registries: RegistryCredential[];
};

export const noSecrets: GroupSecrets = { environment: {}, volumes: {}, registries: [] };

/** Splits a body in what may be shown and its secrets. */
export function splitSecrets(body: GroupBody): {
  visible: GroupBody;
  secrets: GroupSecrets;
  hasSecrets: boolean;
} {
  const secrets: GroupSecrets = {
    environment: {},
    volumes: {},
    registries: body.properties.imageRegistryCredentials ?? [],
  };
  let hasSecrets = false;

  const withoutValues = (container: ContainerBody): ContainerBody => {
    const secure: Record<string, string> = {};
    const environmentVariables = container.properties.environmentVariables?.map(
      ({ secureValue, ...variable }) => {
        if (typeof secureValue !== 'string') return variable;
        hasSecrets = true;
        secure[variable.name] = secureValue;
        return { name: variable.name };
      },
    );
    secrets.environment[container.name] = secure;
    return { ...container, properties: { ...container.properties, environmentVariables } };
  };

  const { properties } = body;
  const visible: GroupBody = {
    ...body,
    properties: {
      ...properties,
      containers: properties.containers.map(withoutValues),
      initContainers: properties.initContainers?.map(withoutValues),
      volumes: properties.volumes?.map((volume) => {
        if (volume.azureFile) {
          return { ...volume, azureFile: { ...volume.azureFile, storageAccountKey: undefined } };
        }
        if (!volume.secret) return volume;
        hasSecrets = true;
        secrets.volumes[volume.name] = volume.secret;
        return { ...volume, secret: {} };
      }),
      imageRegistryCredentials: properties.imageRegistryCredentials?.map((credential) => ({
        ...credential,
        password: undefined,
      })),
      diagnostics: properties.diagnostics?.logAnalytics
        ? {
            ...properties.diagnostics,
            logAnalytics: { ...properties.diagnostics.logAnalytics, workspaceKey: undefined },
          }
        : properties.diagnostics,
    },
  };
  return { visible, secrets, hasSecrets };
}
