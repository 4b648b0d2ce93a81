// The app on Flex Consumption, and all of its settings.

import { identity } from 'identities.bicep'
import { storageEndpoints } from 'storage.bicep'
import { tuning } from 'types.bicep'

param app identity
param catalogSecrets string[]
param deploymentContainer string
param durableSettings object
param githubToken bool
param groupSubnet string
param hugoImage string
param location string
param locations string[]
param maximumInstances int
param monitoringConnection string
param ownSubnet string
param pullIdentity string
param registry string
param settings tuning
param storage storageEndpoints
param tags object
param token string
param vaultUri string

func inVault(vaultUri string, secret string) string => '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${secret})'

var hostSettings = {
  // The Functions host and the app reach the storage by the same identity.
  AzureWebJobsStorage__blobServiceUri: storage.blob
  AzureWebJobsStorage__queueServiceUri: storage.queue
  AzureWebJobsStorage__tableServiceUri: storage.table
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: app.clientId
  AZURE_CLIENT_ID: app.clientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: monitoringConnection
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD;ClientId=${app.clientId}'
}

var ownSettings = {
  SLIPWAY_CALLBACK_SECRET: inVault(vaultUri, 'callback-secret')
  SLIPWAY_CATALOG: 'blob:slipway-catalog/catalog.json'
  SLIPWAY_GITHUB_WEBHOOK_SECRET: inVault(vaultUri, 'github-webhook-secret')
  SLIPWAY_HUGO_IMAGE: hugoImage
  SLIPWAY_LOCATIONS: join(locations, ',')
  SLIPWAY_PULL_IDENTITY: pullIdentity
  SLIPWAY_REGISTRY: registry
  SLIPWAY_RESOURCE_GROUP: resourceGroup().name
  SLIPWAY_SUBSCRIPTION_ID: subscription().subscriptionId
}

var allSettings = union(
  hostSettings,
  ownSettings,
  durableSettings,
  githubToken ? { SLIPWAY_GITHUB_TOKEN: inVault(vaultUri, 'github-token') } : {},
  groupSubnet != '' ? { SLIPWAY_SUBNET: groupSubnet } : {},
  // The vault takes hyphens where settings take underscores.
  toObject(
    catalogSecrets,
    name => 'SLIPWAY_SECRET_${name}',
    name => inVault(vaultUri, 'secret-${toLower(replace(name, '_', '-'))}')
  ),
  settings
)

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: 'slipway-${token}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource site 'Microsoft.Web/sites@2024-11-01' = {
  name: 'slipway-${token}'
  location: location
  tags: union(tags, { 'azd-service-name': 'app' })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${app.id}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: app.id
    virtualNetworkSubnetId: ownSubnet != '' ? ownSubnet : null
    functionAppConfig: {
      runtime: { name: 'node', version: '22' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentContainer
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: app.id }
        }
      }
      scaleAndConcurrency: { instanceMemoryMB: 2048, maximumInstanceCount: maximumInstances }
    }
    siteConfig: { minTlsVersion: '1.2' }
  }

  // Publishing with a user name and a password would open the app to whoever learns them.
  resource ftp 'basicPublishingCredentialsPolicies' = { name: 'ftp', properties: { allow: false } }
  resource scm 'basicPublishingCredentialsPolicies' = { name: 'scm', properties: { allow: false } }

  resource appSettings 'config' = { name: 'appsettings', properties: allSettings }
}

output name string = site.name
output settings object = allSettings
output url string = 'https://${site.properties.defaultHostName}'
