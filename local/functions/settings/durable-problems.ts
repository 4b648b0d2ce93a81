import { parseTimeSpan } from './time-span.ts';

type Section = Readonly<Record<string, unknown>>;

/** Settings of the section itself that .NET reads as numbers or as truth values, and those of the first that must be above 0. */
const positives = [
  'MaxConcurrentActivityFunctions',
  'MaxConcurrentOrchestratorFunctions',
  'MaxConcurrentEntityFunctions',
];
const numbers = [
  ...positives,
  'EntityMessageReorderWindowInMinutes',
  'ExtendedSessionIdleTimeoutInSeconds',
  'MaxEntityOperationBatchSize',
  'MaxOrchestrationActions',
];
const flags = [
  'ExtendedSessionsEnabled',
  'LocalRpcEndpointEnabled',
  'StoreInputsInOrchestrationHistory',
  'UseAppLease',
  'UseGracefulShutdown',
];

/** The name of the connection for durable state; undefined: the default one. */
export function connectionNameOf(durableTask: Section): unknown {
  const storage = reader(durableTask)('StorageProvider');
  if (!isSection(storage)) return undefined;
  const own = reader(storage);
  return own('ConnectionName') ?? own('ConnectionStringName');
}

/** Why the Durable extension would not start with `extensions.durableTask` of a host.json, in its words where it has good ones. */
export function durableProblems(durableTask: Section, hubName: string | undefined): string[] {
  const own = reader(durableTask);
  const storage = own('StorageProvider');
  return [
    ...hubProblems(hubName),
    ...[...numbers.map(wrongNumber(own)), ...flags.map(wrongFlag(own))].flatMap((problem) => problem ?? []),
    ...positives
      .filter((name) => Number(own(name) ?? 1) <= 0)
      .map((name) => `${name} must be a positive integer value.`),
    ...(isTrue(own('ExtendedSessionsEnabled'))
      ? [
          "Durable Functions with extendedSessionsEnabled set to 'true' is only supported when using the in-process or isolated .NET worker. Please remove the setting or change it to 'false'.",
        ]
      : []),
    ...(isSection(storage) && isAzureStorage(storage) ? storageProblems(reader(storage)) : []),
  ];
}

function hubProblems(hubName: string | undefined): string[] {
  if (hubName === undefined || /^[a-z][a-z0-9]{2,49}$/i.test(hubName)) return [];
  return [
    `hubName: Task hub name '${hubName}' should contain only alphanumeric characters, start with a letter, and have length between 3 and 50.`,
  ];
}

/** Whole numbers of the storage provider, with their bounds. */
const bounded = { PartitionCount: 16, ControlQueueBufferThreshold: 1000 };

function storageProblems(own: ReturnType<typeof reader>): string[] {
  const problems = Object.entries(bounded)
    .filter(([name, most]) => !isWithin(own(name) ?? 1, most))
    .map(([name, most]) => `${name} must be an integer value between 1 and ${most}.`);
  const batch = Number(own('ControlQueueBatchSize') ?? 32);
  if (!(batch >= 1)) problems.push('ControlQueueBatchSize must be a positive integer value.');
  if (batch > 32) problems.push('ControlQueueBatchSize: The control queue batch size must not exceed 32.');
  const hidden = own('ControlQueueVisibilityTimeout');
  const minutes = hidden === undefined ? 5 : (parseTimeSpan(String(hidden)) ?? Number.NaN) / 60_000;
  if (!(minutes >= 1 && minutes <= 60))
    problems.push('ControlQueueVisibilityTimeout must be between 1 and 60 minutes.');
  return problems;
}

function isWithin(given: unknown, most: number): boolean {
  const value = Number(given);
  return Number.isInteger(value) && value >= 1 && value <= most;
}

function wrongNumber(own: ReturnType<typeof reader>): (name: string) => string | undefined {
  return (name) =>
    /^\s*[+-]?\d+\s*$/.test(String(own(name) ?? 0)) ? undefined : notOf('Int32', name, own(name));
}

function wrongFlag(own: ReturnType<typeof reader>): (name: string) => string | undefined {
  return (name) =>
    /^\s*(true|false)\s*$/i.test(String(own(name) ?? true)) ? undefined : notOf('Boolean', name, own(name));
}

function notOf(type: string, name: string, value: unknown): string {
  return `Failed to convert configuration value '${value}' at 'AzureFunctionsJobHost:extensions:DurableTask:${name}' to type 'System.${type}'.`;
}

/** Keys are compared ignoring case, as .NET configuration does; an empty text is no value. */
export function reader(section: Section): (name: string) => unknown {
  const values = new Map(Object.entries(section).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => {
    const value = values.get(name.toLowerCase());
    return value === '' || value === null ? undefined : value;
  };
}

export function isSection(value: unknown): value is Section {
  return typeof value === 'object' && value !== null;
}

function isTrue(value: unknown): boolean {
  return /^\s*true\s*$/i.test(String(value));
}

/** Other providers have other settings. */
export function isAzureStorage(storage: Section): boolean {
  return /^(azure_?storage)?$/i.test(String(reader(storage)('Type') ?? ''));
}
