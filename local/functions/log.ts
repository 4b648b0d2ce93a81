export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';

/** Ways of the Functions host that nobody expects; a test bench can fail a test on any of them. */
export type HostTrap =
  | 'handlerFailed'
  | 'cookieLost'
  | 'chunkedBody'
  | 'bodyTooBig'
  | 'wrongMethod'
  | 'repeatedQuery'
  | 'routeRefused'
  | 'routeMalformed'
  | 'routeShadowed'
  | 'loadFailed'
  | 'extensionPort';

/** One line of the host's log. `host`: the host itself; `system`: the library; `user`: the app. */
export type LogEntry = {
  level: LogLevel;
  category: 'host' | 'system' | 'user' | 'customMetric';
  message: string;
  functionName?: string;
  invocationId?: string;
  /** An orchestrator said this in an earlier turn already. */
  isReplayed?: true;
  /** Set when the line tells of something that the host does and hardly any app wants. */
  trap?: HostTrap;
};

/** Where log lines go; called synchronously, must not throw. */
export type LogSink = (entry: LogEntry) => void;

/** Leaves out what a replay says again. */
export function withoutReplays(sink: LogSink): LogSink {
  return (entry) => {
    if (!entry.isReplayed) sink(entry);
  };
}

const order: readonly LogLevel[] = ['trace', 'debug', 'information', 'warning', 'error', 'critical', 'none'];

/**
 * Lets pass what host.json `logging.logLevel` lets pass. Keys are category prefixes as Azure names them
 * (`Function`, `Function.hello`, `Function.hello.User`, `Host`); the longest that fits wins, then `default`.
 */
export function filterLog(sink: LogSink, levels: Record<string, string>): LogSink {
  const thresholds = Object.entries(levels).map(([key, level]) => ({
    prefix: key.toLowerCase(),
    rank: order.indexOf(level.toLowerCase() as LogLevel),
  }));
  if (thresholds.length === 0) return sink;
  thresholds.sort((a, b) => b.prefix.length - a.prefix.length);
  return (entry) => {
    const category = categoryOf(entry);
    const threshold =
      thresholds.find(({ prefix }) => category === prefix || category.startsWith(`${prefix}.`)) ??
      thresholds.find(({ prefix }) => prefix === 'default');
    if (!threshold || order.indexOf(entry.level) >= threshold.rank) sink(entry);
  };
}

function categoryOf(entry: LogEntry): string {
  if (!entry.functionName) return entry.category === 'host' ? 'host' : 'worker';
  const suffix = entry.category === 'user' ? '.user' : '';
  return `function.${entry.functionName}${suffix}`.toLowerCase();
}
