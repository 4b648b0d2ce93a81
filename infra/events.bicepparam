using 'events.bicep'

// The names that `npm run infra` compiles with; the hook after a deployment gives the real ones.
param appName = readEnvironmentVariable('SLIPWAY_APP', 'slipway-app')
param storageName = readEnvironmentVariable('SLIPWAY_STORAGE', 'slipwaystorage')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
