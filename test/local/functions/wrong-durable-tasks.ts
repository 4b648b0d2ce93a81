/** Each `extensions.durableTask` with which the Durable extension does not start, and what it says. The real one is asked, too. */
export const wrongDurableTasks: [what: string, durableTask: Record<string, unknown>, says: string][] = [
  ['a hub with a dash', { hubName: 'my-hub' }, "Task hub name 'my-hub' should contain only alphanumeric"],
  ['a hub that begins with a digit', { HubName: '1hub' }, "Task hub name '1hub'"],
  ['a hub of two letters', { hubName: 'ab' }, "Task hub name 'ab'"],
  ['extended sessions', { extendedSessionsEnabled: true }, "extendedSessionsEnabled set to 'true'"],
  ['no activity at once', { maxConcurrentActivityFunctions: 0 }, 'MaxConcurrentActivityFunctions must be'],
  [
    'no orchestrator at once',
    { maxConcurrentOrchestratorFunctions: 0 },
    'MaxConcurrentOrchestratorFunctions must be',
  ],
  ['32 partitions', { storageProvider: { partitionCount: 32 } }, 'PartitionCount must be an integer'],
  ['no partition', { storageProvider: { partitionCount: 0 } }, 'PartitionCount must be an integer'],
  [
    'a control queue hidden for 10 s',
    { storageProvider: { controlQueueVisibilityTimeout: '00:00:10' } },
    'ControlQueueVisibilityTimeout must be between 1 and 60 minutes.',
  ],
  ['no batch', { storageProvider: { controlQueueBatchSize: 0 } }, 'ControlQueueBatchSize must be'],
  [
    'no buffer',
    { storageProvider: { controlQueueBufferThreshold: 0 } },
    'ControlQueueBufferThreshold must be',
  ],
  [
    'a batch of 33',
    { storageProvider: { controlQueueBatchSize: 33 } },
    'The control queue batch size must not exceed 32.',
  ],
  [
    'a text for a number',
    { maxConcurrentActivityFunctions: 'many' },
    "Failed to convert configuration value 'many' at 'AzureFunctionsJobHost:extensions:DurableTask:MaxConcurrentActivityFunctions' to type 'System.Int32'.",
  ],
  ['a text for a truth value', { storeInputsInOrchestrationHistory: 'maybe' }, "'maybe'"],
];
