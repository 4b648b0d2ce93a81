// Everything in the resource group, and how the parts are joined.

import { identity } from 'identities.bicep'
import { cdnKind, durableStore, site, tuning } from 'types.bicep'

param alertEmail string
param app identity
param catalogSecrets string[]
param cdn cdnKind
param classicProfile string
param durable durableStore
param furtherLocations string[]
param githubToken bool
param hugoImage string
param location string
param maximumInstances int
param principalId string
param principalType string
param privateNetwork bool
param pull identity
param purgeProtection bool
@description('Ids of the custom roles by key.')
param roles object
param settings tuning
param sites site[]
param tags object
param token string

module containers 'containers.bicep' = {
  params: { principalId: app.principalId, pull: pull, roles: roles, token: token }
}

module storage 'storage.bicep' = {
  params: {
    appPrincipalId: app.principalId
    deployerId: principalId
    deployerType: principalType
    location: location
    tags: tags
    token: token
  }
}

module vault 'vault.bicep' = {
  params: {
    appPrincipalId: app.principalId
    deployerId: principalId
    deployerType: principalType
    location: location
    purgeProtection: purgeProtection
    tags: tags
    token: token
  }
}

module registry 'registry.bicep' = {
  params: { location: location, pullPrincipalId: pull.principalId, tags: tags, token: token }
}

module monitoring 'monitoring.bicep' = {
  params: { location: location, principalId: app.principalId, tags: tags, token: token }
}

module network 'network.bicep' = if (privateNetwork) {
  params: {
    location: location
    principalId: app.principalId
    subnetRoleId: roles.subnet
    tags: tags
    token: token
  }
}

module scheduler 'scheduler.bicep' = if (durable == 'DurableTaskScheduler') {
  params: { location: location, app: app, tags: tags, token: token }
}

module frontDoor 'front-door.bicep' = if (cdn == 'frontDoor') {
  params: {
    originHost: storage.outputs.webHost
    principalId: app.principalId
    purgeRoleId: roles.purge
    sites: sites
    tags: tags
    token: token
  }
}

module classicCdn 'classic-cdn.bicep' = if (cdn == 'classic') {
  params: { principalId: app.principalId, profile: classicProfile, purgeRoleId: roles.classicPurge, token: token }
}

module functionApp 'function-app.bicep' = {
  params: {
    app: app
    catalogSecrets: catalogSecrets
    deploymentContainer: storage.outputs.deploymentContainer
    durableSettings: scheduler.?outputs.settings ?? {}
    githubToken: githubToken
    groupSubnet: network.?outputs.groupSubnet ?? ''
    hugoImage: '${registry.outputs.server}/${hugoImage}'
    location: location
    // A subnet is in one region, and so are the groups in it.
    locations: privateNetwork ? [location] : concat([location], furtherLocations)
    maximumInstances: maximumInstances
    monitoringConnection: monitoring.outputs.connectionString
    ownSubnet: network.?outputs.appSubnet ?? ''
    pullIdentity: pull.id
    registry: registry.outputs.server
    settings: settings
    storage: storage.outputs.endpoints
    tags: tags
    token: token
    vaultUri: vault.outputs.uri
  }
}

module alerts 'alerts.bicep' = if (alertEmail != '') {
  params: {
    email: alertEmail
    insightsId: monitoring.outputs.insightsId
    location: location
    maxGroups: int(settings.?SLIPWAY_MAX_GROUPS ?? '100')
    tags: tags
    token: token
    url: functionApp.outputs.url
  }
}

output settings object = functionApp.outputs.settings
output url string = functionApp.outputs.url
output names object = {
  app: functionApp.outputs.name
  registry: registry.outputs.name
  storage: storage.outputs.name
  vault: vault.outputs.name
}
output catalog object = {
  sites: frontDoor.?outputs.catalogSites ?? toObject(sites, site => site.name, site => {
    repository: site.repository
    url: 'https://${storage.outputs.webHost}/${site.name}/'
    container: '$web'
    prefix: site.name
  })
}
