using '../main.bicep'

// Every part that can be chosen, the other way than in main.bicepparam where that is more.
param environmentName = 'everything'
param location = 'westeurope'
param furtherLocations = ['northeurope']
param principalId = '00000000-0000-0000-0000-00000000dddd'
param durable = 'DurableTaskScheduler'
param privateNetwork = true
param purgeProtection = true
param githubToken = true
param catalogSecrets = ['NPM_TOKEN', 'SENTIMENT_KEY']
param alertEmail = 'operator@example.com'
param sites = [
  { name: 'blog', repository: 'https://github.com/acme/blog.git', domain: 'blog.example.com' }
  { name: 'docs', repository: 'https://github.com/acme/docs.git', path: '/docs' }
]
param settings = { SLIPWAY_MAX_GROUPS: '10', SLIPWAY_PRICE_CURRENCY: 'EUR' }
