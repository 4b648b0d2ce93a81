import { AggregationTemporality, InMemoryMetricExporter } from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-node';
import { onTestFinished } from 'vitest';
import { openTelemetry } from '../../../lib/telemetry/open-telemetry.ts';
import { silentTelemetry } from '../../../lib/telemetry/silent-telemetry.ts';
import { metricsContract, tracingContract } from '../../contracts/telemetry.ts';
import { FakeMetrics } from '../../support/fakes/fake-metrics.ts';

function opened() {
  const numbers = new InMemoryMetricExporter(AggregationTemporality.DELTA);
  const exporters = { spans: [new InMemorySpanExporter()], metrics: [numbers] };
  const telemetry = openTelemetry(exporters, { name: 'slipway', version: '1.2.3' });
  onTestFinished(() => telemetry.end());
  return { numbers, telemetry };
}

tracingContract('memory', () => silentTelemetry.tracing);

tracingContract('OpenTelemetry', () => opened().telemetry.tracing);

metricsContract('memory', () => {
  const metrics = new FakeMetrics();
  return {
    metrics,
    told: async () => Object.fromEntries(metrics.told.map(({ name, value }) => [name, value])),
  };
});

metricsContract('OpenTelemetry', () => {
  const { numbers, telemetry } = opened();
  return {
    metrics: telemetry.metrics,
    async told() {
      await telemetry.flush();
      const metrics = numbers
        .getMetrics()
        .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((each) => each.metrics));
      return Object.fromEntries(
        metrics.map(({ descriptor, dataPoints: [point] }) => {
          const value = point?.value;
          return [descriptor.name, Number(typeof value === 'object' && 'sum' in value ? value.sum : value)];
        }),
      );
    },
  };
});
