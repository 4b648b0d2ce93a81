// The secrets. Two of them make themselves, once: a second deployment leaves them as they are.

param appPrincipalId string
param deployerId string
param deployerType string
param location string
param purgeProtection bool
param tags object
param token string

@secure()
param newCallbackSecret string = '${newGuid()}${newGuid()}'

@secure()
param newWebhookSecret string = '${newGuid()}${newGuid()}'

var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'
var keyVaultSecretsOfficer = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'slipway-${token}'
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: purgeProtection ? true : null
  }
}

@onlyIfNotExists()
resource callbackSecret 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = {
  parent: vault
  name: 'callback-secret'
  properties: { value: newCallbackSecret }
}

@onlyIfNotExists()
resource webhookSecret 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = {
  parent: vault
  name: 'github-webhook-secret'
  properties: { value: newWebhookSecret }
}

resource appAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, 'app', keyVaultSecretsUser)
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
  }
}

resource deployerAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (deployerId != '') {
  scope: vault
  name: guid(vault.id, 'deployer', keyVaultSecretsOfficer)
  properties: {
    principalId: deployerId
    principalType: deployerType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsOfficer)
  }
}

output name string = vault.name
// Ends in a slash.
output uri string = vault.properties.vaultUri
