import { context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { SpanOptions, Tracing } from '../ports/tracing.ts';
import { traceIdOf } from '../traceparent.ts';
import type { Exporters } from './exporters.ts';
import { meteredMetrics } from './metered-metrics.ts';
import type { Telemetry } from './telemetry.ts';

const kinds = { server: SpanKind.SERVER, producer: SpanKind.PRODUCER, internal: SpanKind.INTERNAL } as const;

/** As often as a person looks at a chart; each time costs a request for each instance of the app. */
const metricsEveryMs = 60_000;

/** Tells spans and metrics to these exporters, in batches. */
export function openTelemetry(
  exporters: Exporters,
  { name, version }: { name: string; version: string },
): Telemetry {
  const resource = resourceFromAttributes({ 'service.name': name, 'service.version': version });
  const spans = new NodeTracerProvider({
    resource,
    spanProcessors: exporters.spans.map((exporter) => new BatchSpanProcessor(exporter)),
  });
  const meters = new MeterProvider({
    resource,
    readers: exporters.metrics.map(
      (exporter) => new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: metricsEveryMs }),
    ),
  });
  // The durable client reads the span under way from there, and tells the extension of it.
  spans.register();
  return {
    tracing: recordedTracing(spans.getTracer('slipway', version)),
    metrics: meteredMetrics(meters.getMeter('slipway', version)),
    async flush() {
      await Promise.allSettled([spans.forceFlush(), meters.forceFlush()]);
    },
    async end() {
      await Promise.allSettled([spans.shutdown(), meters.shutdown()]);
    },
  };
}

function recordedTracing(tracer: ReturnType<NodeTracerProvider['getTracer']>): Tracing {
  return {
    span: ({ name, kind, parent, attributes = {} }, work) => {
      const span = tracer.startSpan(name, { kind: kinds[kind], attributes }, contextOf(parent));
      return context.with(trace.setSpan(ROOT_CONTEXT, span), async () => {
        try {
          return await work(traceparentOf(span));
        } catch (error) {
          span.setStatus({ code: SpanStatusCode.ERROR, message: messageOf(error) });
          throw error;
        } finally {
          span.end();
        }
      });
    },
  };
}

function contextOf(parent: SpanOptions['parent']): typeof ROOT_CONTEXT {
  if (parent === undefined || traceIdOf(parent) === undefined) return ROOT_CONTEXT;
  const [, traceId = '', spanId = '', flags = ''] = parent.split('-');
  const traceFlags = Number.parseInt(flags, 16);
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

function traceparentOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
