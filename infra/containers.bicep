// What the app may do with the container groups of this resource group, and with the identity that pulls their images.

import { identity } from 'identities.bicep'

param principalId string
param pull identity
@description('Ids of the custom roles by key.')
param roles object
param token string

resource containers 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, token, 'app', 'containers')
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roles.containers
  }
}

resource pullIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: last(split(pull.id, '/'))
}

resource assign 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: pullIdentity
  name: guid(resourceGroup().id, token, 'app', 'identity')
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: roles.identity
  }
}
