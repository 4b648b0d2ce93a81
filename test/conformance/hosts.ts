import type { DurableTaskSettings } from '../../local/durable/index.ts';

/** Which of the hosts below plays a scenario. */
export type HostName =
  | 'main'
  | 'alone'
  | 'settings'
  | 'strict'
  | 'unversioned'
  | 'longTimers'
  | 'http'
  | 'httpStreaming'
  | 'httpKeys'
  | 'httpCors'
  | 'httpCorsAny'
  | 'httpSettings'
  | 'httpLimits';

/** A host with its own hub, made for scenarios that the others would disturb or that need other settings. */
export type HostOptions = {
  /** The folder of the app: durable programs unless said otherwise. */
  app?: 'http' | 'streaming';
  /** `extensions.http` of host.json. */
  http?: Record<string, unknown>;
  cors?: { origins: string; credentials?: boolean };
  /** Keys are asked for, as on Azure. */
  enforceKeys?: boolean;
  /** `extensions.durableTask` of host.json. */
  durableTask?: DurableTaskSettings;
  /** Instead of the storage's 6 and 3 days. */
  timerLimits?: { maximumSeconds: number; intervalSeconds: number };
  /** One scenario after the other. */
  inTurn?: boolean;
};

export const hosts: Record<HostName, HostOptions> = {
  main: {},
  alone: { inTurn: true },
  settings: {
    durableTask: {
      storeInputsInOrchestrationHistory: true,
      overridableExistingInstanceStates: 'AnyState',
      defaultVersion: '2.0',
      maxOrchestrationActions: 5,
      localRpcEndpointEnabled: false,
      maxEntityOperationBatchSize: 1,
    },
  },
  strict: {
    durableTask: { defaultVersion: '2.0', versionMatchStrategy: 'Strict', versionFailureStrategy: 'Fail' },
  },
  unversioned: { durableTask: { defaultVersion: '2.0', versionMatchStrategy: 'None' } },
  longTimers: { timerLimits: { maximumSeconds: 3, intervalSeconds: 2 } },
  http: { app: 'http' },
  httpStreaming: { app: 'streaming' },
  httpKeys: { app: 'http', enforceKeys: true, inTurn: true },
  httpCors: {
    app: 'http',
    cors: { origins: 'http://app.test,https://other.test:8443', credentials: true },
  },
  httpCorsAny: { app: 'http', cors: { origins: '*' } },
  httpSettings: {
    app: 'http',
    http: {
      routePrefix: '',
      enableChunkedRequestBinding: true,
      customHeaders: { 'X-Frame-Options': 'DENY', 'x-own': 'of host.json' },
    },
  },
  httpLimits: { app: 'http', http: { maxOutstandingRequests: 2, maxConcurrentRequests: 1 }, inTurn: true },
};

/** Hosts whose truth is a whole Functions host's, not the extension's alone. */
export function isHttpHost(name: HostName): boolean {
  return hosts[name].app !== undefined;
}

/** The host.json of a host, the same for ours and for the real one. */
export function hostJsonOf({ app, http, durableTask }: HostOptions): Record<string, unknown> {
  if (app) return { version: '2.0', extensions: { http: http ?? {} } };
  return {
    version: '2.0',
    extensions: {
      durableTask: {
        hubName: 'Conformance',
        httpSettings: { defaultAsyncRequestSleepTimeMilliseconds: 1000 },
        ...durableTask,
      },
    },
  };
}
