using '../main.bicep'

// Nothing that can be left out: no CDN, no terminals, nobody with access but the app.
param environmentName = 'least'
param location = 'westeurope'
param furtherLocations = ['northeurope', 'uksouth']
param cdn = 'none'
param terminals = false
param sites = [{ name: 'blog', repository: 'https://github.com/acme/blog.git' }]
