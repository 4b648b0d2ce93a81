/** Settings that this host honours, or that mean nothing on one machine, so that nobody needs to be told. */
const known = {
  root: [
    '$schema',
    'extensionBundle',
    'extensions',
    'functionTimeout',
    'logging',
    // To whom the real host tells its traces; this one tells none.
    'telemetryMode',
    'version',
    'watchDirectories',
    'watchFiles',
  ],
  durableTask: [
    'defaultVersion',
    'httpSettings',
    'hubName',
    'localRpcEndpointEnabled',
    'maxConcurrentActivityFunctions',
    'maxConcurrentEntityFunctions',
    'maxConcurrentOrchestratorFunctions',
    'maxEntityOperationBatchSize',
    'maxOrchestrationActions',
    'overridableExistingInstanceStates',
    'storageProvider',
    'storeInputsInOrchestrationHistory',
    'versionFailureStrategy',
    'versionMatchStrategy',
    // The engine's own, for tests.
    'historyCacheCharacters',
    'timerLimits',
    // These tune Azure's storage, several instances of an app, its logs, or .NET.
    'appLeaseOptions',
    'entityMessageReorderWindowInMinutes',
    'extendedSessionIdleTimeoutInSeconds',
    'extendedSessionsEnabled',
    'maxGrpcMessageSizeInBytes',
    'tracing',
    'useAppLease',
    'useGracefulShutdown',
  ],
};

type Section = Record<string, unknown>;

/**
 * Names of settings that would change something on Azure and have no effect here. `honoured` has, for each extension that is
 * served beside durableTask, the settings that are read.
 */
export function ignoredSettings(
  root: Section & { extensions: Section & { durableTask: Section } },
  honoured: Record<string, readonly string[]>,
): string[] {
  const { durableTask, ...others } = root.extensions;
  return [
    ...unknown(root, known.root, ''),
    ...Object.entries(others).flatMap(([name, section]) => {
      const names = honoured[name];
      return names ? unknown(section as Section, names, `extensions.${name}.`) : [`extensions.${name}`];
    }),
    ...unknown(durableTask, known.durableTask, 'extensions.durableTask.'),
    ...otherStorage(durableTask),
  ];
}

/** Keys are compared ignoring case, as .NET configuration does. */
function unknown(section: Section, names: readonly string[], path: string): string[] {
  const lower = new Set(names.map((name) => name.toLowerCase()));
  return Object.keys(section)
    .filter((key) => !lower.has(key.toLowerCase()))
    .map((key) => path + key);
}

/** The engine behaves as on Azure Storage; other providers differ in small things. */
function otherStorage({ storageProvider }: Section): string[] {
  const { type } = (storageProvider ?? {}) as { type?: unknown };
  const isOther = type !== undefined && !/^azure_?storage$/i.test(String(type));
  return isOther ? [`extensions.durableTask.storageProvider.type (${type})`] : [];
}
