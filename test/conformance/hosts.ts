import type { DurableTaskSettings } from '../../local/durable/index.ts';

/** Which of the hosts below plays a scenario. */
export type HostName = 'main' | 'alone' | 'settings' | 'strict' | 'unversioned' | 'longTimers';

/** A host with its own hub, made for scenarios that the others would disturb or that need other settings. */
export type HostOptions = {
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
};

/** The host.json of a host, the same for ours and for the real one. */
export function hostJsonOf({ durableTask }: HostOptions): Record<string, unknown> {
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
