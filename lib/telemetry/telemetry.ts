import type { Metrics } from '../ports/metrics.ts';
import type { Tracing } from '../ports/tracing.ts';

/** Of the app, for a place that asks for it. */
export type Identity = {
  getToken(scopes: string | string[]): Promise<{ token: string; expiresOnTimestamp: number } | null>;
};

export type Telemetry = {
  tracing: Tracing;
  metrics: Metrics;
  /** Sends what was not sent yet. Never rejects. */
  flush(): Promise<void>;
  /** The same, before the process ends. */
  end(): Promise<void>;
};
