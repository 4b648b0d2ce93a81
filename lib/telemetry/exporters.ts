import { ConsoleMetricExporter, type PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { ConsoleSpanExporter, type SpanExporter } from '@opentelemetry/sdk-trace-node';
import type { TelemetryConfig } from '../telemetry-settings.ts';
import type { Identity } from './telemetry.ts';

export type Exporters = { spans: SpanExporter[]; metrics: PushMetricExporter[] };

/** One pair for each place that the settings name; each place's own library is loaded only then. */
export async function exportersOf(config: TelemetryConfig, identity: Identity): Promise<Exporters> {
  const pairs = await Promise.all([
    config.connectionString ? toApplicationInsights(config, identity) : undefined,
    config.otlpEndpoint ? toCollector(config.otlpEndpoint) : undefined,
    config.toConsole ? { spans: new ConsoleSpanExporter(), metrics: new ConsoleMetricExporter() } : undefined,
  ]);
  const asked = pairs.filter((pair) => pair !== undefined);
  return { spans: asked.map(({ spans }) => spans), metrics: asked.map(({ metrics }) => metrics) };
}

type Pair = { spans: SpanExporter; metrics: PushMetricExporter };

async function toApplicationInsights(
  { connectionString, usesIdentity }: TelemetryConfig,
  credential: Identity,
): Promise<Pair> {
  const azure = await import('@azure/monitor-opentelemetry-exporter');
  const options = {
    ...(connectionString && { connectionString: connectionString.reveal() }),
    ...(usesIdentity && { credential }),
    // A Functions instance keeps no files; what can't be sent now is lost with it.
    disableOfflineStorage: true,
  };
  return {
    spans: new azure.AzureMonitorTraceExporter(options),
    metrics: new azure.AzureMonitorMetricExporter(options),
  };
}

async function toCollector(endpoint: string): Promise<Pair> {
  const [{ OTLPTraceExporter }, { AggregationTemporalityPreference, OTLPMetricExporter }] = await Promise.all(
    [import('@opentelemetry/exporter-trace-otlp-http'), import('@opentelemetry/exporter-metrics-otlp-http')],
  );
  return {
    spans: new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }),
    metrics: new OTLPMetricExporter({
      url: `${endpoint}/v1/metrics`,
      // Instances come and go, so a sum since the start of one says little.
      temporalityPreference: AggregationTemporalityPreference.DELTA,
    }),
  };
}
