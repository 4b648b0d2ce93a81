import type { ListPrices } from '../../../contract/jobs.ts';
import type { RunView } from '../../../contract/run-view.ts';

const secondsPerHour = 3_600;

/** A view with what its containers cost by the list prices, where it says what they used. */
export function priced(view: RunView, { vcpuHour, memoryGbHour, currency }: ListPrices): RunView {
  if (view.kind !== 'job') return view;
  const { vcpuSeconds, memoryGbSeconds } = view.cost;
  const amount = (vcpuSeconds * vcpuHour + memoryGbSeconds * memoryGbHour) / secondsPerHour;
  return { ...view, cost: { ...view.cost, estimate: { amount: toMillionths(amount), currency } } };
}

function toMillionths(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}
