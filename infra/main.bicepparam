using 'main.bicep'

// What `azd` asks for, and knows of whoever deploys.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'slipway')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param principalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')

// Your sites. More than one at the endpoint's own host name takes a `path` each.
param sites = [
  {
    name: 'blog'
    repository: readEnvironmentVariable('SLIPWAY_REPOSITORY', 'https://github.com/YOUR-NAME/YOUR-SITE.git')
  }
]

param alertEmail = readEnvironmentVariable('SLIPWAY_ALERT_EMAIL', '')
