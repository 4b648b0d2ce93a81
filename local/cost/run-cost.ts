import type { CostPrices } from './cost-prices.ts';
import { measuredOperations, type Operation } from './measured-operations.ts';

/** What is known of a run: from its views, and from the histories of its instances. */
export type RunFacts = {
  kind: 'publish' | 'job';
  vcpuSeconds: number;
  memoryGbSeconds: number;
  /** How many events of each type the histories have. */
  events: Readonly<Record<string, number>>;
};

export type CostLine = { what: string; quantity: number; unit: string; amount: number };
export type RunCost = { lines: CostLine[]; total: number; currency: string };

/** Of an instance of Flex Consumption, and how long a call keeps it busy: most wait for storage. */
const instanceGb = 2;
const secondsOfCall = 0.25;

const isCall = (type: string): boolean => type === 'TaskCompleted' || type === 'TaskFailed';
/** What makes an orchestrator run once more. */
const turnsOn = new Set([
  'ExecutionStarted',
  'TaskCompleted',
  'TaskFailed',
  'TimerFired',
  'EventRaised',
  'SubOrchestrationInstanceCompleted',
  'SubOrchestrationInstanceFailed',
]);

/** Containers by the second, function calls by number and time, storage by what a run of that kind asks for each event. */
export function runCost(
  { kind, vcpuSeconds, memoryGbSeconds, events }: RunFacts,
  prices: CostPrices,
): RunCost {
  const count = (counts: (type: string) => boolean): number =>
    Object.entries(events).reduce((sum, [type, number]) => sum + (counts(type) ? number : 0), 0);
  const calls = count(isCall) + count((type) => turnsOn.has(type));
  const gbSeconds = calls * secondsOfCall * instanceGb;
  const measured = measuredOperations[kind];
  const share = count(() => true) / measured.events;
  const storage = Object.entries(measured.operations).map(([operation, number]): CostLine => {
    const quantity = Math.round(number * share);
    const amount = (quantity * prices.operations[operation as Operation]) / 10_000;
    return { what: `storage, ${operation}`, quantity, unit: 'operations', amount };
  });
  const lines: CostLine[] = [
    {
      what: 'containers, vCPU',
      quantity: vcpuSeconds,
      unit: 'seconds',
      amount: (vcpuSeconds * prices.vcpuHour) / 3_600,
    },
    {
      what: 'containers, memory',
      quantity: memoryGbSeconds,
      unit: 'GB seconds',
      amount: (memoryGbSeconds * prices.memoryGbHour) / 3_600,
    },
    {
      what: 'functions, calls',
      quantity: calls,
      unit: 'calls',
      amount: (calls * prices.functionMillion) / 1e6,
    },
    {
      what: 'functions, time',
      quantity: gbSeconds,
      unit: 'GB seconds',
      amount: gbSeconds * prices.functionGbSecond,
    },
    ...storage,
  ];
  return { lines, total: lines.reduce((sum, { amount }) => sum + amount, 0), currency: prices.currency };
}
