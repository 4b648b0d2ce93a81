// One account: the sites in $web, releases, documents and logs, and what the Functions host keeps. No key opens it.

param appPrincipalId string
param deployerId string
param deployerType string
param location string
param tags object
param token string

// What the Functions host and the Durable extension ask for; the names are Azure's.
var appRoles = {
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageQueueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}
var storageBlobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'

resource account 'Microsoft.Storage/storageAccounts@2025-08-01' = {
  name: 'slipway${token}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

// $web is public by itself, whatever the account says of its other containers.
resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-08-01' = {
  parent: account
  name: 'default'
  properties: {
    staticWebsite: {
      enabled: true
      indexDocument: 'index.html'
      errorDocument404Path: '404.html'
    }
  }
}

resource deployments 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-08-01' = {
  parent: blobs
  name: 'slipway-deployments'
}

resource catalog 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-08-01' = {
  parent: blobs
  name: 'slipway-catalog'
}

resource appAssignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in items(appRoles): {
    scope: account
    name: guid(account.id, 'app', role.key)
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
    }
  }
]

// To upload the catalog.
resource deployerAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (deployerId != '') {
  scope: catalog
  name: guid(catalog.id, 'deployer', storageBlobDataContributor)
  properties: {
    principalId: deployerId
    principalType: deployerType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataContributor)
  }
}

@export()
@description('Where the services of the account are.')
type storageEndpoints = {
  blob: string
  queue: string
  table: string
}

output name string = account.name
output deploymentContainer string = '${account.properties.primaryEndpoints.blob}${deployments.name}'
output webHost string = split(account.properties.primaryEndpoints.web, '/')[2]
output endpoints storageEndpoints = {
  blob: account.properties.primaryEndpoints.blob
  queue: account.properties.primaryEndpoints.queue
  table: account.properties.primaryEndpoints.table
}
