import { z } from 'zod';
import { Secret } from './secret.ts';

/** Every place that traces and metrics are told to. */
export type TelemetryConfig = {
  connectionString: Secret | undefined;
  /** Whether Application Insights asks for the identity of the app. */
  usesIdentity: boolean;
  otlpEndpoint: string | undefined;
  toConsole: boolean;
};

/** Where traces and metrics go. All but the last are the Functions host's own settings, which it reads too. */
export const telemetrySettings = {
  APPLICATIONINSIGHTS_CONNECTION_STRING: z
    .string()
    .regex(/(^|;)InstrumentationKey=/, 'the connection string of an Application Insights resource')
    .optional(),
  /** `Authorization=AAD`: Application Insights takes no keys, but the identity of the app. */
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: z.string().min(1).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  /** `console` prints traces and metrics besides; `off` sends nothing, whatever the others say. */
  SLIPWAY_TELEMETRY: z.enum(['on', 'console', 'off']).default('on'),
};

/** One example for each, as in `config.ts`. */
export const telemetryExamples = {
  APPLICATIONINSIGHTS_CONNECTION_STRING:
    'InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/',
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
  SLIPWAY_TELEMETRY: 'console',
};

export function telemetryConfig(settings: z.output<z.ZodObject<typeof telemetrySettings>>): TelemetryConfig {
  const isOn = settings.SLIPWAY_TELEMETRY !== 'off';
  const connection = isOn ? settings.APPLICATIONINSIGHTS_CONNECTION_STRING : undefined;
  const authentication = settings.APPLICATIONINSIGHTS_AUTHENTICATION_STRING ?? '';
  return {
    connectionString: connection === undefined ? undefined : new Secret(connection),
    usesIdentity: /(^|;)Authorization=AAD(;|$)/i.test(authentication),
    otlpEndpoint: isOn ? settings.OTEL_EXPORTER_OTLP_ENDPOINT?.replace(/\/+$/, '') : undefined,
    toConsole: settings.SLIPWAY_TELEMETRY === 'console',
  };
}
