using '../main.bicep'

param environmentName = 'classic'
param location = 'westeurope'
param cdn = 'classic'
param classicProfile = 'acme-cdn'
