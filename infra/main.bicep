// Slipway in one resource group: `azd up`, or `az deployment sub create`. docs/deploy.md leads through it.
targetScope = 'subscription'

import { cdnKind, durableStore, site, tuning } from 'types.bicep'

@description('Names the resource group and the roles, and makes all other names unique.')
@minLength(1)
@maxLength(40)
param environmentName string

@description('The region of everything but the groups of further locations.')
param location string = deployment().location

@description('Regions for container groups when capacity is short in the first one.')
param furtherLocations string[] = []

@description('Who deploys: may read and write the secrets and upload the catalog. Empty: nobody.')
param principalId string = ''

@allowed(['User', 'ServicePrincipal', 'Group'])
param principalType string = 'User'

@description('The sites that Front Door routes to, and the catalog to begin with.')
param sites site[] = []

param cdn cdnKind = 'frontDoor'

@description('Where `cdn` is classic: the profile, made before Azure ceased to make new ones.')
param classicProfile string = ''

param durable durableStore = 'AzureStorage'

@description('Container groups without a public port, and the app, in a virtual network that reaches the internet through one address.')
param privateNetwork bool = false

@description('Whether the app may open programs in containers, for `kubectl exec` and the like.')
param terminals bool = true

@description('Names of the secrets that the catalog uses; their values are written into the vault by hand.')
param catalogSecrets string[] = []

@description('Whether the vault has the secret github-token, for private repositories and commit statuses.')
param githubToken bool = false

@description('The image that builds sites, in the registry that is made here. Its tag is a Hugo of hugo-image/bases.json.')
param hugoImage string = 'hugo:0.111.3'

@description('Instances of the app at the most; Azure takes 40 to 1000.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 40

@description('Gets the alerts. Empty: none are made.')
param alertEmail string = ''

@description('Keeps the secrets of a deleted vault for 90 days, whoever wants them gone. It cannot be turned off again.')
param purgeProtection bool = false

@description('Settings of the app that are wanted otherwise than by default.')
param settings tuning = {}

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identities 'identities.bicep' = {
  scope: group
  params: { location: location, tags: tags, token: token }
}

module roles 'roles.bicep' = {
  params: {
    cdn: cdn
    environmentName: environmentName
    principalId: identities.outputs.app.principalId
    privateNetwork: privateNetwork
    terminals: terminals
    token: token
  }
}

module platform 'platform.bicep' = {
  scope: group
  params: {
    alertEmail: alertEmail
    app: identities.outputs.app
    catalogSecrets: catalogSecrets
    cdn: cdn
    classicProfile: classicProfile
    durable: durable
    furtherLocations: furtherLocations
    githubToken: githubToken
    hugoImage: hugoImage
    location: location
    maximumInstances: maximumInstances
    principalId: principalId
    principalType: principalType
    privateNetwork: privateNetwork
    pull: identities.outputs.pull
    purgeProtection: purgeProtection
    roles: roles.outputs.ids
    settings: settings
    sites: sites
    tags: tags
    token: token
  }
}

@description('The settings of the app, as it has them. Secrets are references to the vault.')
output settings object = platform.outputs.settings

@description('The catalog to begin with.')
output SLIPWAY_STARTER_CATALOG object = platform.outputs.catalog

output AZURE_RESOURCE_GROUP string = group.name
output SLIPWAY_APP string = platform.outputs.names.app
output SLIPWAY_IMAGE string = hugoImage
output SLIPWAY_REGISTRY_NAME string = platform.outputs.names.registry
output SLIPWAY_STORAGE string = platform.outputs.names.storage
output SLIPWAY_URL string = platform.outputs.url
output SLIPWAY_VAULT string = platform.outputs.names.vault
