// A network for the app and for container groups without a public port; both call out through one address.

param location string
param principalId string
param subnetRoleId string
param tags object
param token string

resource address 'Microsoft.Network/publicIPAddresses@2024-07-01' = {
  name: 'slipway-${token}'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: { publicIPAllocationMethod: 'Static' }
}

resource gateway 'Microsoft.Network/natGateways@2024-07-01' = {
  name: 'slipway-${token}'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: { publicIpAddresses: [{ id: address.id }] }
}

resource network 'Microsoft.Network/virtualNetworks@2024-07-01' = {
  name: 'slipway-${token}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.86.0.0/16'] }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: '10.86.0.0/24'
          natGateway: { id: gateway.id }
          delegations: [{ name: 'functions', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        // 251 addresses: one for each group.
        name: 'groups'
        properties: {
          addressPrefix: '10.86.1.0/24'
          natGateway: { id: gateway.id }
          delegations: [
            { name: 'containers', properties: { serviceName: 'Microsoft.ContainerInstance/containerGroups' } }
          ]
        }
      }
    ]
  }

  resource appSubnet 'subnets' existing = { name: 'app' }
  resource groupSubnet 'subnets' existing = { name: 'groups' }
}

resource join 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: network::groupSubnet
  name: guid(network.id, 'groups', 'app', subnetRoleId)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subnetRoleId
  }
}

output appSubnet string = network::appSubnet.id
output groupSubnet string = network::groupSubnet.id
