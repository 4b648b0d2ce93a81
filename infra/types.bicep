// The types of the parameters, so that a typing error in a parameter file is an error of the compiler.

@export()
@description('A site: the repository that it is built from, and where visitors find it.')
@sealed()
type site = {
  @description('Its name in the catalog, and its folder in the container $web.')
  @minLength(1)
  @maxLength(40)
  name: string

  @description('What git fetches from, without credentials, such as https://github.com/acme/blog.git.')
  repository: string

  @description('A domain of its own. Without one the site is at the host name of Front Door.')
  domain: string?

  @description('The path of the URL below which the site is, such as /docs; default: the root.')
  path: string?
}

@export()
@description('Settings of the app that are wanted otherwise than by default; README.md says what each means.')
@sealed()
type tuning = {
  OTEL_EXPORTER_OTLP_ENDPOINT: string?
  SLIPWAY_2018_API: string?
  SLIPWAY_ACCESS: string?
  SLIPWAY_CATALOG: string?
  SLIPWAY_CLEAN_UP_SCHEDULE: string?
  SLIPWAY_GITHUB_API_URL: string?
  SLIPWAY_HEADS_MINUTES: string?
  SLIPWAY_HUB: string?
  SLIPWAY_KEEP_CACHES: string?
  SLIPWAY_KEEP_DELIVERIES_DAYS: string?
  SLIPWAY_KEEP_LOGS_DAYS: string?
  SLIPWAY_KEEP_RELEASES: string?
  SLIPWAY_KEEP_RUNS_DAYS: string?
  SLIPWAY_KUBE_GATEWAY_URL: string?
  SLIPWAY_MAX_CREATES_5_MINUTES: string?
  SLIPWAY_MAX_CREATES_HOUR: string?
  SLIPWAY_MAX_GROUPS: string?
  SLIPWAY_PRICE_CURRENCY: string?
  SLIPWAY_PRICE_GB_HOUR: string?
  SLIPWAY_PRICE_VCPU_HOUR: string?
  SLIPWAY_PUBLIC_URL: string?
  SLIPWAY_SWEEP_SCHEDULE: string?
  SLIPWAY_TELEMETRY: string?
}

@export()
@description('Where durable runs are kept: in tables and queues of the storage account, or in the Durable Task Scheduler.')
type durableStore = 'AzureStorage' | 'DurableTaskScheduler'

@export()
@description('Front Door in front of the sites, a classic CDN profile that exists in this resource group, or nothing.')
type cdnKind = 'frontDoor' | 'classic' | 'none'
