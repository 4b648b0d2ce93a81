// One endpoint for all sites, and a route for each: its own domain or its path at the endpoint, and its folder of $web.

import { site } from 'types.bicep'

param originHost string
param principalId string
param purgeRoleId string
param sites site[]
param tags object
param token string

var ownDomains = filter(sites, site => contains(site, 'domain'))

resource profile 'Microsoft.Cdn/profiles@2024-09-01' = {
  name: 'slipway-${token}'
  location: 'global'
  tags: tags
  sku: { name: 'Standard_AzureFrontDoor' }
}

resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2024-09-01' = {
  parent: profile
  name: 'slipway-${token}'
  location: 'global'
  tags: tags
  properties: { enabledState: 'Enabled' }
}

resource originGroup 'Microsoft.Cdn/profiles/originGroups@2024-09-01' = {
  parent: profile
  name: 'web'
  properties: {
    loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3, additionalLatencyInMilliseconds: 50 }
  }
}

// The host header must be that of the static website: at another one it is not served.
resource origin 'Microsoft.Cdn/profiles/originGroups/origins@2024-09-01' = {
  parent: originGroup
  name: 'web'
  properties: {
    hostName: originHost
    originHostHeader: originHost
    httpPort: 80
    httpsPort: 443
    priority: 1
    weight: 1000
    enabledState: 'Enabled'
  }
}

resource domains 'Microsoft.Cdn/profiles/customDomains@2024-09-01' = [
  for site in ownDomains: {
    parent: profile
    name: replace(site.domain!, '.', '-')
    properties: {
      hostName: site.domain!
      tlsSettings: { certificateType: 'ManagedCertificate', minimumTlsVersion: 'TLS12' }
    }
  }
]

resource routes 'Microsoft.Cdn/profiles/afdEndpoints/routes@2024-09-01' = [
  for site in sites: {
    parent: endpoint
    name: site.name
    properties: {
      originGroup: { id: originGroup.id }
      originPath: '/${site.name}'
      patternsToMatch: contains(site, 'path') ? [site.path!, '${site.path!}/*'] : ['/*']
      linkToDefaultDomain: contains(site, 'domain') ? 'Disabled' : 'Enabled'
      customDomains: contains(site, 'domain')
        ? [{ id: resourceId('Microsoft.Cdn/profiles/customDomains', profile.name, replace(site.domain!, '.', '-')) }]
        : []
      supportedProtocols: ['Http', 'Https']
      httpsRedirect: 'Enabled'
      forwardingProtocol: 'HttpsOnly'
      enabledState: 'Enabled'
      cacheConfiguration: {
        queryStringCachingBehavior: 'IgnoreQueryString'
        compressionSettings: {
          isCompressionEnabled: true
          contentTypesToCompress: [
            'application/javascript'
            'application/json'
            'application/xml'
            'image/svg+xml'
            'text/css'
            'text/html'
            'text/javascript'
            'text/plain'
            'text/xml'
          ]
        }
      }
    }
    dependsOn: [origin, domains]
  }
]

resource purge 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(resourceGroup().id, token, 'app', 'purge')
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: purgeRoleId
  }
}

output catalogSites object = toObject(sites, site => site.name, site => {
  repository: site.repository
  url: 'https://${site.?domain ?? endpoint.properties.hostName}${site.?path ?? ''}/'
  container: '$web'
  prefix: site.name
  cdn: { kind: 'frontDoor', profile: profile.name, endpoint: endpoint.name }
})
