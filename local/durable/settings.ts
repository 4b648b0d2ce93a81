import { availableParallelism } from 'node:os';

/** The parsed `extensions.durableTask` of a host.json; values that came from the environment may be strings. */
export type DurableTaskSettings = {
  hubName?: string;
  maxConcurrentActivityFunctions?: number | string;
  maxConcurrentOrchestratorFunctions?: number | string;
  maxConcurrentEntityFunctions?: number | string;
  maxEntityOperationBatchSize?: number | string;
  maxOrchestrationActions?: number | string;
  overridableExistingInstanceStates?: string;
  storeInputsInOrchestrationHistory?: boolean | string;
  defaultVersion?: string;
  versionMatchStrategy?: string;
  versionFailureStrategy?: string;
  localRpcEndpointEnabled?: boolean | string;
  httpSettings?: { defaultAsyncRequestSleepTimeMilliseconds?: number | string };
  /** What Azure Storage allows: a timer longer than `maximumMs` is made of timers of `intervalMs`. For tests. */
  timerLimits?: { maximumMs: number; intervalMs: number };
  /** How much text of histories is kept in memory; 64 million characters by default. */
  historyCacheCharacters?: number;
  [other: string]: unknown;
};

/** The settings in force, defaults filled in. */
export type EngineSettings = {
  hubName: string;
  connectionName: string;
  maxConcurrentActivities: number;
  maxConcurrentOrchestrators: number;
  maxConcurrentEntities: number;
  maxEntityBatch: number;
  maxActions: number;
  overridesRunning: boolean;
  storesInputs: boolean;
  defaultVersion: string | null;
  versionMatch: 'None' | 'Strict' | 'CurrentOrOlder';
  versionFailure: 'Reject' | 'Fail';
  rpcEnabled: boolean;
  httpSleepMs: number;
  timerMaximumMs: number;
  timerIntervalMs: number;
  historyCacheCharacters: number;
};

const dayMs = 86_400_000;

export function resolveSettings(
  given: DurableTaskSettings = {},
  names: { hubName?: string; connectionName?: string } = {},
): EngineSettings {
  // Azure's default outside the consumption plan.
  const concurrency = 10 * availableParallelism();
  return {
    hubName: names.hubName ?? given.hubName ?? 'TestHubName',
    connectionName: names.connectionName ?? 'Storage',
    maxConcurrentActivities: count(given.maxConcurrentActivityFunctions, concurrency),
    maxConcurrentOrchestrators: count(given.maxConcurrentOrchestratorFunctions, concurrency),
    maxConcurrentEntities: count(given.maxConcurrentEntityFunctions, concurrency),
    maxEntityBatch: count(given.maxEntityOperationBatchSize, 5000),
    maxActions: count(given.maxOrchestrationActions, 100_000),
    overridesRunning: given.overridableExistingInstanceStates?.toLowerCase() === 'anystate',
    storesInputs: isTrue(given.storeInputsInOrchestrationHistory),
    defaultVersion: given.defaultVersion || null,
    versionMatch: oneOf(given.versionMatchStrategy, ['None', 'Strict', 'CurrentOrOlder'], 'CurrentOrOlder'),
    versionFailure: oneOf(given.versionFailureStrategy, ['Reject', 'Fail'], 'Reject'),
    rpcEnabled: !isFalse(given.localRpcEndpointEnabled),
    httpSleepMs: count(given.httpSettings?.defaultAsyncRequestSleepTimeMilliseconds, 30_000),
    timerMaximumMs: given.timerLimits?.maximumMs ?? 6 * dayMs,
    timerIntervalMs: given.timerLimits?.intervalMs ?? 3 * dayMs,
    historyCacheCharacters: count(given.historyCacheCharacters, 64_000_000),
  };
}

function count(given: number | string | undefined, byDefault: number): number {
  const value = Number(given);
  return given !== undefined && given !== '' && Number.isFinite(value) && value > 0 ? value : byDefault;
}

function isTrue(given: boolean | string | undefined): boolean {
  return String(given).toLowerCase() === 'true';
}

function isFalse(given: boolean | string | undefined): boolean {
  return String(given).toLowerCase() === 'false';
}

function oneOf<Choice extends string>(
  given: string | undefined,
  choices: readonly Choice[],
  byDefault: Choice,
): Choice {
  return choices.find((choice) => choice.toLowerCase() === given?.toLowerCase()) ?? byDefault;
}
