// A classic CDN profile that is there already: Azure makes no new ones. The app may purge its endpoints; the catalog names them.

param principalId string
param profile string
param purgeRoleId string
param token string

resource existingProfile 'Microsoft.Cdn/profiles@2024-09-01' existing = {
  name: profile
}

resource purge 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, existingProfile.id, token, 'app', 'classicPurge')
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: purgeRoleId
  }
}
