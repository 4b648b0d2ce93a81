// The Durable Task Scheduler, in place of tables and queues of the storage account, with the settings that turn the host to it.

import { identity } from 'identities.bicep'

param location string
param app identity
param tags object
param token string

var durableTaskDataContributor = '0ad04412-c4d5-4796-b79c-f76d14c8d402'
var connectionName = 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: 'slipway-${token}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'Consumption' }
    // Every caller needs the role below; the addresses of the app change.
    ipAllowlist: ['0.0.0.0/0']
  }
}

resource hub 'Microsoft.DurableTask/schedulers/taskHubs@2025-11-01' = {
  parent: scheduler
  name: 'slipway'
  properties: {}
}

resource contributor 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: hub
  name: guid(hub.id, 'app', durableTaskDataContributor)
  properties: {
    principalId: app.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', durableTaskDataContributor)
  }
}

output settings object = {
  '${connectionName}': 'Endpoint=${scheduler.properties.endpoint};Authentication=ManagedIdentity;ClientID=${app.clientId}'
  AzureFunctionsJobHost__extensions__durableTask__hubName: hub.name
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
  AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: connectionName
}
