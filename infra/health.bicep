// Whether the app answers and can do its work, looked at from two places.

param actionGroupId string
param insightsId string
param location string
param tags object
param token string
param url string

// The page says 503 when the storage or the catalog can't be used. Two places and a quarter of an hour keep it cheap.
resource health 'Microsoft.Insights/webtests@2022-06-15' = {
  name: 'slipway-health-${token}'
  location: location
  kind: 'standard'
  tags: union(tags, { 'hidden-link:${insightsId}': 'Resource' })
  properties: {
    Name: 'health'
    SyntheticMonitorId: 'slipway-health-${token}'
    Kind: 'standard'
    Enabled: true
    Frequency: 900
    Timeout: 60
    RetryEnabled: true
    Locations: [{ Id: 'emea-nl-ams-azr' }, { Id: 'us-va-ash-azr' }]
    Request: { HttpVerb: 'GET', RequestUrl: '${url}/api/health' }
    ValidationRules: { ExpectedHttpStatusCode: 200, SSLCheck: true }
  }
}

resource unhealthy 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'slipway-unhealthy-${token}'
  location: 'global'
  tags: tags
  properties: {
    description: 'GET /api/health fails from two places.'
    enabled: true
    severity: 1
    scopes: [health.id, insightsId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT30M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: health.id
      componentId: insightsId
      failedLocationCount: 2
    }
    actions: [{ actionGroupId: actionGroupId }]
  }
}
