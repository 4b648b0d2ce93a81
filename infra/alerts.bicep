// What a person is told of: an app that does not answer or can't do its work, and what its metrics say is wrong. docs/operations.md says
// what each means and what to do.

param email string
param insightsId string
param location string

@description('Container groups of the app at one time in one region, as its settings say.')
param maxGroups int
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

module health 'health.bicep' = {
  params: {
    actionGroupId: people.id
    insightsId: insightsId
    location: location
    tags: tags
    token: token
    url: url
  }
}

@sealed()
type rule = {
  key: string
  says: string
  query: string
  @description('The column that is added up; default: rows are counted.')
  sum: string?
  @description('It fires from here on; 0: when there are none.')
  count: int
  window: 'PT30M' | 'PT1H'
}

var metric = 'customMetrics | where name =='

var rules rule[] = [
  {
    key: 'failures'
    says: 'Five requests or more failed within an hour'
    query: 'requests | where success == false and toint(resultCode) !between (400 .. 499)'
    count: 5
    window: 'PT1H'
  }
  {
    key: 'webhooks'
    says: 'Pushes were answered with an error of ours'
    query: 'requests | where name has "githubWebhook" and toint(resultCode) >= 500'
    count: 1
    window: 'PT1H'
  }
  {
    key: 'publishes'
    says: 'More than three publishes failed within an hour'
    query: '${metric} "slipway.publish.duration" and tostring(customDimensions.outcome) == "failed"'
    sum: 'valueCount'
    count: 4
    window: 'PT1H'
  }
  {
    key: 'orphans'
    says: 'More than five forgotten container groups were deleted within an hour'
    query: '${metric} "slipway.orphans.deleted"'
    sum: 'valueSum'
    count: 6
    window: 'PT1H'
  }
  {
    key: 'waits'
    says: 'Container groups wait for room for more than ten minutes'
    query: '${metric} "slipway.budget.wait" and valueMax > 600'
    count: 3
    window: 'PT1H'
  }
  {
    key: 'full'
    says: 'A region has had as many container groups as it may for half an hour'
    query: '${metric} "slipway.containers.alive" and valueMin >= ${maxGroups}'
    count: 5
    window: 'PT30M'
  }
  {
    key: 'unswept'
    says: 'Nobody has looked for forgotten container groups for half an hour'
    query: '${metric} "slipway.containers.alive"'
    count: 0
    window: 'PT30M'
  }
]

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: 'slipway-${rule.key}-${token}'
    location: location
    tags: tags
    properties: {
      displayName: 'Slipway: ${rule.says}'
      enabled: true
      severity: 2
      scopes: [insightsId]
      evaluationFrequency: 'PT15M'
      windowSize: rule.window
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: rule.?sum != null ? 'Total' : 'Count'
            metricMeasureColumn: rule.?sum
            operator: rule.count == 0 ? 'Equals' : 'GreaterThanOrEqual'
            threshold: rule.count
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [people.id] }
    }
  }
]
