// The app's roles at Azure's management API, with exactly the actions that it uses: a test compares them with `actions.json`, which
// is recorded from the app's calls (npm run infra:actions). `azd down` leaves definitions of roles, so a hook deletes them.
targetScope = 'subscription'

import { cdnKind } from 'types.bicep'

param cdn cdnKind
param environmentName string
param principalId string
param privateNetwork bool
param terminals bool
param token string

var groupActions = [
  'Microsoft.ContainerInstance/containerGroups/read'
  'Microsoft.ContainerInstance/containerGroups/write'
  'Microsoft.ContainerInstance/containerGroups/delete'
  'Microsoft.ContainerInstance/containerGroups/start/action'
  'Microsoft.ContainerInstance/containerGroups/stop/action'
  'Microsoft.ContainerInstance/containerGroups/restart/action'
  'Microsoft.ContainerInstance/containerGroups/containers/logs/read'
]

var terminalActions = [
  'Microsoft.ContainerInstance/containerGroups/containers/exec/action'
  'Microsoft.ContainerInstance/containerGroups/containers/attach/action'
]

// Each is assigned beside what it is about.
var definitions = [
  {
    key: 'containers'
    wanted: true
    description: 'Runs container groups and reads their logs. Assigned on the resource group.'
    actions: terminals ? concat(groupActions, terminalActions) : groupActions
  }
  {
    key: 'regions'
    wanted: true
    description: 'Reads the quotas of regions and what they offer. Assigned on the subscription, where these are.'
    actions: [
      'Microsoft.ContainerInstance/locations/usages/read'
      'Microsoft.ContainerInstance/locations/capabilities/read'
      'Microsoft.ContainerInstance/locations/cachedImages/read'
    ]
  }
  {
    key: 'purge'
    wanted: cdn == 'frontDoor'
    description: 'Purges Front Door and sees when that is done. Assigned on the resource group, where its operations are.'
    actions: [
      'Microsoft.Cdn/profiles/afdEndpoints/purge/action'
      'Microsoft.Cdn/operationresults/read'
    ]
  }
  {
    key: 'classicPurge'
    wanted: cdn == 'classic'
    description: 'Purges a classic CDN and sees when that is done. Assigned on the resource group, where its operations are.'
    actions: [
      'Microsoft.Cdn/profiles/endpoints/purge/action'
      'Microsoft.Cdn/operationresults/read'
      'Microsoft.Cdn/operationresults/profileresults/endpointresults/read'
    ]
  }
  {
    key: 'identity'
    wanted: true
    description: 'Gives container groups the identity that pulls images. Assigned on that identity.'
    actions: [
      'Microsoft.ManagedIdentity/userAssignedIdentities/read'
      'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action'
    ]
  }
  {
    key: 'subnet'
    wanted: privateNetwork
    description: 'Puts container groups into their subnet. Assigned on that subnet.'
    actions: [
      'Microsoft.Network/virtualNetworks/subnets/read'
      'Microsoft.Network/virtualNetworks/subnets/join/action'
    ]
  }
]

func roleName(subscriptionId string, token string, key string) string => guid(subscriptionId, token, key)

resource roles 'Microsoft.Authorization/roleDefinitions@2022-04-01' = [
  for definition in filter(definitions, definition => definition.wanted): {
    name: roleName(subscription().id, token, definition.key)
    properties: {
      // Unique in a tenant.
      roleName: 'Slipway ${definition.key} ${token} (${environmentName})'
      description: definition.description
      type: 'CustomRole'
      assignableScopes: [subscription().id]
      permissions: [{ actions: definition.actions, notActions: [], dataActions: [], notDataActions: [] }]
    }
  }
]

resource regions 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(subscription().id, token, 'app', 'regions')
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleName(subscription().id, token, 'regions')
    )
  }
  dependsOn: [roles]
}

@description('Ids of role definitions by key, also of those that are not wanted here.')
output ids object = toObject(
  definitions,
  definition => definition.key,
  definition =>
    subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleName(subscription().id, token, definition.key)
    )
)
