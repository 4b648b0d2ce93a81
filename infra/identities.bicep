// Two identities: the app's own, and one that can do nothing but pull images. Azure gives the second one to each container group
// whose image is in the registry, so whatever runs in there can have it; that is why it can do nothing else.

param location string
param tags object
param token string

resource app 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'slipway-app-${token}'
  location: location
  tags: tags
}

resource pull 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'slipway-pull-${token}'
  location: location
  tags: tags
}

output app identity = { id: app.id, principalId: app.properties.principalId, clientId: app.properties.clientId }
output pull identity = { id: pull.id, principalId: pull.properties.principalId, clientId: pull.properties.clientId }

@export()
@description('What others need of an identity.')
type identity = {
  id: string
  principalId: string
  clientId: string
}
