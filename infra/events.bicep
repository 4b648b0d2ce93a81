// Event Grid's subscriptions, after the first deployment of the app: Azure subscribes only functions that are there.

param appName string
param location string = resourceGroup().location
param storageName string

resource app 'Microsoft.Web/sites@2024-11-01' existing = { name: appName }
resource account 'Microsoft.Storage/storageAccounts@2025-08-01' existing = { name: storageName }

// An event that is not taken for a day is of no use any more: sweeps and polls have seen to it.
var retry = { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }

resource blobTopic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: '${appName}-blobs'
  location: location
  properties: { source: account.id, topicType: 'Microsoft.Storage.StorageAccounts' }
}

// Containers of the app's own are left out: each publish would send thousands of events to no job.
resource blobEvents 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: blobTopic
  name: 'blobs'
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    destination: {
      endpointType: 'AzureFunction'
      properties: { resourceId: '${app.id}/functions/jobGridEvents', maxEventsPerBatch: 1 }
    }
    filter: {
      includedEventTypes: ['Microsoft.Storage.BlobCreated']
      enableAdvancedFilteringOnArrays: true
      advancedFilters: [
        {
          operatorType: 'StringNotBeginsWith'
          key: 'subject'
          values: [
            '/blobServices/default/containers/$web/'
            '/blobServices/default/containers/azure-webjobs-'
            '/blobServices/default/containers/releases-'
            '/blobServices/default/containers/slipway'
            '/blobServices/default/containers/site-'
          ]
        }
      ]
    }
    retryPolicy: retry
  }
}

resource groupTopic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: '${appName}-groups'
  location: 'global'
  properties: { source: resourceGroup().id, topicType: 'Microsoft.Resources.ResourceGroups' }
}

// Azure tells of groups that are written and deleted; that a container has ended it tells nobody.
resource groupEvents 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: groupTopic
  name: 'container-groups'
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    destination: {
      endpointType: 'AzureFunction'
      properties: { resourceId: '${app.id}/functions/containerGroupEvents', maxEventsPerBatch: 1 }
    }
    filter: {
      includedEventTypes: [
        'Microsoft.Resources.ResourceWriteSuccess'
        'Microsoft.Resources.ResourceWriteFailure'
        'Microsoft.Resources.ResourceDeleteSuccess'
      ]
      advancedFilters: [
        {
          operatorType: 'StringBeginsWith'
          key: 'data.operationName'
          values: ['Microsoft.ContainerInstance/containerGroups/']
        }
      ]
    }
    retryPolicy: retry
  }
}
