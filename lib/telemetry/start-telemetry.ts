import type { TelemetryConfig } from '../telemetry-settings.ts';
import { silentTelemetry } from './silent-telemetry.ts';
import type { Identity, Telemetry } from './telemetry.ts';

/** As the settings ask. The libraries are loaded only when one of them names a place to tell. */
export async function startTelemetry(
  config: TelemetryConfig,
  app: { name: string; version: string; identity: Identity },
): Promise<Telemetry> {
  const { connectionString, otlpEndpoint, toConsole } = config;
  if (!connectionString && !otlpEndpoint && !toConsole) return silentTelemetry;
  const [{ openTelemetry }, { exportersOf }] = await Promise.all([
    import('./open-telemetry.ts'),
    import('./exporters.ts'),
  ]);
  return openTelemetry(await exportersOf(config, app.identity), app);
}
