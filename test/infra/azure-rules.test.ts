/** What Azure refuses only when it is deployed to, and the compiler lets pass. */
import { describe, expect, test } from 'vitest';
import { type Resource, readSnapshot, snapshotNames } from './support/snapshot.ts';

const snapshots = snapshotNames.map(readSnapshot);
const resources = snapshots.flatMap((snapshot) => snapshot.resources);

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const networkName = /^[A-Za-z0-9][\w.-]{0,62}\w$/;
const cdnName = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,88}[A-Za-z0-9])?$/;
const alertName = /^[^*#&+:<>?@%{}\\/]{1,128}[^. ]$/;

/** Azure's rules of the last part of a name, by type. */
const names: Record<string, RegExp> = {
  'Microsoft.Authorization/roleAssignments': guid,
  'Microsoft.Authorization/roleDefinitions': guid,
  'Microsoft.Cdn/profiles': /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,258}[A-Za-z0-9])?$/,
  'Microsoft.Cdn/profiles/afdEndpoints': /^[A-Za-z0-9][A-Za-z0-9-]{0,44}[A-Za-z0-9]$/,
  'Microsoft.Cdn/profiles/afdEndpoints/routes': cdnName,
  'Microsoft.Cdn/profiles/customDomains': cdnName,
  'Microsoft.Cdn/profiles/originGroups': cdnName,
  'Microsoft.Cdn/profiles/originGroups/origins': cdnName,
  'Microsoft.ContainerRegistry/registries': /^[A-Za-z0-9]{5,50}$/,
  'Microsoft.DurableTask/schedulers': /^[A-Za-z0-9-]{3,64}$/,
  'Microsoft.DurableTask/schedulers/taskHubs': /^[A-Za-z0-9-]{3,64}$/,
  'Microsoft.EventGrid/systemTopics': /^[A-Za-z0-9-]{3,50}$/,
  'Microsoft.EventGrid/systemTopics/eventSubscriptions': /^[A-Za-z0-9-]{3,64}$/,
  'Microsoft.Insights/actionGroups': alertName,
  'Microsoft.Insights/components': /^[^%&\\?/]{1,259}[^%&\\?/. ]$/,
  'Microsoft.Insights/metricAlerts': alertName,
  'Microsoft.Insights/scheduledQueryRules': alertName,
  'Microsoft.Insights/webtests': alertName,
  'Microsoft.KeyVault/vaults': /^(?!.*--)[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]$/,
  'Microsoft.KeyVault/vaults/secrets': /^[A-Za-z0-9-]{1,127}$/,
  'Microsoft.ManagedIdentity/userAssignedIdentities': /^[A-Za-z0-9][\w-]{2,127}$/,
  'Microsoft.Network/natGateways': networkName,
  'Microsoft.Network/publicIPAddresses': networkName,
  'Microsoft.Network/virtualNetworks': networkName,
  'Microsoft.OperationalInsights/workspaces': /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/,
  'Microsoft.Resources/resourceGroups': /^[-\w.()]{0,89}[-\w()]$/,
  'Microsoft.Storage/storageAccounts': /^[a-z0-9]{3,24}$/,
  'Microsoft.Storage/storageAccounts/blobServices': /^default$/,
  'Microsoft.Storage/storageAccounts/blobServices/containers': /^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  'Microsoft.Web/serverfarms': /^[A-Za-z0-9-]{1,60}$/,
  'Microsoft.Web/sites': /^[A-Za-z0-9][A-Za-z0-9-]{0,58}[A-Za-z0-9]$/,
  'Microsoft.Web/sites/basicPublishingCredentialsPolicies': /^(ftp|scm)$/,
  'Microsoft.Web/sites/config': /^appsettings$/,
};

/** Words of which the compiler knows only that they are words. */
const words: Array<[type: string, path: string, allowed: string[]]> = [
  [
    'Microsoft.Authorization/roleAssignments',
    'properties.principalType',
    ['ServicePrincipal', 'User', 'Group'],
  ],
  ['Microsoft.Authorization/roleDefinitions', 'properties.type', ['CustomRole']],
  ['Microsoft.Cdn/profiles', 'sku.name', ['Standard_AzureFrontDoor']],
  ['Microsoft.Cdn/profiles/afdEndpoints/routes', 'properties.forwardingProtocol', ['HttpsOnly']],
  ['Microsoft.Cdn/profiles/afdEndpoints/routes', 'properties.httpsRedirect', ['Enabled']],
  ['Microsoft.Cdn/profiles/afdEndpoints/routes', 'properties.linkToDefaultDomain', ['Enabled', 'Disabled']],
  [
    'Microsoft.Cdn/profiles/afdEndpoints/routes',
    'properties.cacheConfiguration.queryStringCachingBehavior',
    ['IgnoreQueryString', 'UseQueryString'],
  ],
  ['Microsoft.Cdn/profiles/customDomains', 'properties.tlsSettings.certificateType', ['ManagedCertificate']],
  ['Microsoft.Cdn/profiles/customDomains', 'properties.tlsSettings.minimumTlsVersion', ['TLS12', 'TLS13']],
  ['Microsoft.ContainerRegistry/registries', 'sku.name', ['Basic', 'Standard', 'Premium']],
  ['Microsoft.DurableTask/schedulers', 'properties.sku.name', ['Consumption', 'Dedicated']],
  [
    'Microsoft.EventGrid/systemTopics',
    'properties.topicType',
    ['Microsoft.Storage.StorageAccounts', 'Microsoft.Resources.ResourceGroups'],
  ],
  [
    'Microsoft.EventGrid/systemTopics/eventSubscriptions',
    'properties.destination.endpointType',
    ['AzureFunction'],
  ],
  [
    'Microsoft.EventGrid/systemTopics/eventSubscriptions',
    'properties.eventDeliverySchema',
    ['CloudEventSchemaV1_0', 'EventGridSchema'],
  ],
  ['Microsoft.Insights/components', 'properties.Application_Type', ['web']],
  ['Microsoft.Insights/scheduledQueryRules', 'properties.windowSize', ['PT30M', 'PT1H']],
  ['Microsoft.Insights/webtests', 'properties.Kind', ['standard']],
  ['Microsoft.KeyVault/vaults', 'properties.sku.name', ['standard', 'premium']],
  ['Microsoft.Network/natGateways', 'sku.name', ['Standard']],
  ['Microsoft.Network/publicIPAddresses', 'sku.name', ['Standard']],
  ['Microsoft.Network/publicIPAddresses', 'properties.publicIPAllocationMethod', ['Static']],
  ['Microsoft.OperationalInsights/workspaces', 'properties.sku.name', ['PerGB2018']],
  ['Microsoft.Storage/storageAccounts', 'kind', ['StorageV2']],
  ['Microsoft.Storage/storageAccounts', 'sku.name', ['Standard_LRS', 'Standard_ZRS']],
  ['Microsoft.Storage/storageAccounts', 'properties.minimumTlsVersion', ['TLS1_2', 'TLS1_3']],
  ['Microsoft.Web/serverfarms', 'sku.name', ['FC1']],
  ['Microsoft.Web/serverfarms', 'sku.tier', ['FlexConsumption']],
  ['Microsoft.Web/sites', 'kind', ['functionapp,linux']],
  ['Microsoft.Web/sites', 'identity.type', ['UserAssigned']],
  ['Microsoft.Web/sites', 'properties.functionAppConfig.runtime.name', ['node']],
  ['Microsoft.Web/sites', 'properties.functionAppConfig.runtime.version', ['22', '24']],
  ['Microsoft.Web/sites', 'properties.functionAppConfig.deployment.storage.type', ['blobContainer']],
  [
    'Microsoft.Web/sites',
    'properties.functionAppConfig.deployment.storage.authentication.type',
    ['UserAssignedIdentity'],
  ],
  [
    'Microsoft.Web/sites',
    'properties.functionAppConfig.scaleAndConcurrency.instanceMemoryMB',
    ['512', '2048', '4096'],
  ],
  ['Microsoft.Web/sites', 'properties.siteConfig.minTlsVersion', ['1.2', '1.3']],
];

test.each(Object.entries(names))('names of %s are such that Azure takes them', (type, rule) => {
  const made = resources.filter((resource) => resource.type === type);
  expect(made.length, 'the table has a type that is not made any more').toBeGreaterThan(0);
  for (const { name } of made) expect(name.split('/').at(-1)).toMatch(rule);
});

test('every type that is made has a rule for its names', () => {
  expect([...new Set(resources.map(({ type }) => type))].filter((type) => !names[type])).toEqual([]);
});

test.each(words)('%s has a word that Azure knows as its %s', (type, path, allowed) => {
  const said = resources
    .filter((resource) => resource.type === type)
    .map((resource) => valueAt(resource, path))
    .filter((value) => value !== undefined);
  expect(said.length, 'the table has a property that is not written any more').toBeGreaterThan(0);
  expect(said.filter((value) => !allowed.includes(String(value)))).toEqual([]);
});

describe.each(snapshots.map((snapshot) => [snapshot.name, snapshot] as const))('%s', (_, snapshot) => {
  test('makes nothing twice', () => {
    const ids = snapshot.resources.map(({ id }) => id.toLowerCase());
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test('a route has a pattern of its own at the host name that it shares', () => {
  for (const snapshot of snapshots) {
    const patterns = snapshot
      .of('Microsoft.Cdn/profiles/afdEndpoints/routes')
      .filter(({ properties }) => properties?.linkToDefaultDomain === 'Enabled')
      .flatMap(({ properties }) => properties?.patternsToMatch as string[]);
    expect(new Set(patterns).size).toBe(patterns.length);
  }
});

function valueAt(resource: Resource, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], resource);
}
