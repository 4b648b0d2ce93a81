import { describe, expect, test } from 'vitest';
import { readSnapshot, snapshotNames } from './support/snapshot.ts';

const acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d';
const deployments = snapshotNames.filter((name) => name !== 'events').map(readSnapshot);
const everything = readSnapshot('variants/everything');

describe.each(deployments.map((snapshot) => [snapshot.name, snapshot] as const))(
  'what %s makes',
  (_, made) => {
    test('is opened by no key and no password', () => {
      expect(made.text).not.toMatch(
        /AccountKey|SharedAccessKey|listKeys|listCredentials|listConnectionStrings/i,
      );
      expect(made.of('Microsoft.Storage/storageAccounts').map(({ properties }) => properties)).toEqual([
        expect.objectContaining({
          allowSharedKeyAccess: false,
          allowBlobPublicAccess: false,
          supportsHttpsTrafficOnly: true,
        }),
      ]);
      expect(made.of('Microsoft.ContainerRegistry/registries').map(({ properties }) => properties)).toEqual([
        expect.objectContaining({ adminUserEnabled: false, anonymousPullEnabled: false }),
      ]);
      expect(made.of('Microsoft.KeyVault/vaults').map(({ properties }) => properties)).toEqual([
        expect.objectContaining({ enableRbacAuthorization: true, enableSoftDelete: true }),
      ]);
      expect(made.of('Microsoft.Insights/components').map(({ properties }) => properties)).toEqual([
        expect.objectContaining({ DisableLocalAuth: true }),
      ]);
      expect(made.of('Microsoft.Web/sites').map(({ properties }) => properties)).toEqual([
        expect.objectContaining({ httpsOnly: true }),
      ]);
      expect(
        made
          .of('Microsoft.Web/sites/basicPublishingCredentialsPolicies')
          .map(({ name, properties }) => [name.split('/')[1], properties?.allow]),
      ).toEqual([
        ['ftp', false],
        ['scm', false],
      ]);
    });

    test('has secrets in the vault alone, as values that nobody wrote', () => {
      const values = made.of('Microsoft.KeyVault/vaults/secrets').map(({ properties }) => properties?.value);
      expect(values).toHaveLength(2);
      for (const value of values) expect(value).toBe("[format('{0}{1}', newGuid(), newGuid())]");
      const rest = made.resources.filter(({ type }) => type !== 'Microsoft.KeyVault/vaults/secrets');
      expect(JSON.stringify([rest, made.outputs])).not.toContain('newGuid');
    });

    test('refers to the vault in every setting that is a secret', () => {
      const secrets = Object.entries(made.settings()).filter(([name]) => /SECRET|TOKEN|PASSWORD/.test(name));
      expect(secrets.length).toBeGreaterThanOrEqual(2);
      for (const [name, value] of secrets)
        expect(value, name).toMatch(/^\[format\('@Microsoft\.KeyVault\(SecretUri=/);
    });

    test('has two identities, and the one that container groups get may pull images and do nothing else', () => {
      const identities = made.of('Microsoft.ManagedIdentity/userAssignedIdentities').map(({ name }) => name);
      expect(identities.map((name) => name.split('-')[1])).toEqual(['app', 'pull']);
      const rights = made
        .of('Microsoft.Authorization/roleAssignments')
        .filter(({ properties }) => String(properties?.principalId).includes('slipway-pull-'));
      expect(rights).toHaveLength(1);
      expect(rights[0]?.properties?.roleDefinitionId).toContain(acrPull);
      expect(rights[0]?.id).toContain('/Microsoft.ContainerRegistry/registries/');
    });

    test('gives nobody but the app and its deployer a right', () => {
      for (const { properties } of made.of('Microsoft.Authorization/roleAssignments'))
        expect(String(properties?.principalId)).toMatch(
          /slipway-(?:app|pull)-|^00000000-0000-0000-0000-00000000dddd$/,
        );
    });
  },
);

test('a name of a secret with underscores is a name that the vault takes', () => {
  expect(everything.settings().SLIPWAY_SECRET_NPM_TOKEN).toContain("'secret-npm-token'");
});

test('groups without a public port lie in a network, as the app does', () => {
  const [network] = everything.of('Microsoft.Network/virtualNetworks');
  expect(everything.settings().SLIPWAY_SUBNET).toBe(`${network?.id}/subnets/groups`);
  expect(everything.of('Microsoft.Web/sites')[0]?.properties?.virtualNetworkSubnetId).toBe(
    `${network?.id}/subnets/app`,
  );
});
