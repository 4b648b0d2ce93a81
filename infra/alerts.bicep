// What a person is told of: an app that does not answer or can't do its work, and errors that it logs again and again.

param email string
param insightsId string
param location string
param tags object
param token string
param url string

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'slipway-${token}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'slipway'
    enabled: true
    emailReceivers: [{ name: 'operator', emailAddress: email, useCommonAlertSchema: true }]
  }
}

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
    actions: [{ actionGroupId: people.id }]
  }
}

resource failing 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'slipway-failing-${token}'
  location: location
  tags: tags
  properties: {
    displayName: 'Slipway fails again and again'
    description: 'Five functions or more failed within an hour. Attempts that are repeated count, too.'
    enabled: true
    severity: 2
    scopes: [insightsId]
    evaluationFrequency: 'PT30M'
    windowSize: 'PT1H'
    criteria: {
      allOf: [
        {
          query: 'requests | where success == false and toint(resultCode) !between (400 .. 499)'
          timeAggregation: 'Count'
          operator: 'GreaterThanOrEqual'
          threshold: 5
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [people.id] }
  }
}
