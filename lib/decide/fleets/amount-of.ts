import type { Amount } from '../../../contract/fleets.ts';

/** A share of a hundred would be without end. */
const largestShare = 0.99;

/** So many, or that share of `all`, rounded up. */
export function amountOf(amount: Amount, all: number): number {
  return typeof amount === 'number' ? amount : Math.ceil(shareOf(amount) * all);
}

/** What is there in all when `used` is used and the amount is free besides; a percentage is of all. */
export function withFree(used: number, free: Amount): number {
  return typeof free === 'number' ? used + free : Math.ceil(used / (1 - shareOf(free)));
}

function shareOf(amount: `${number}%`): number {
  return Math.min(Math.max(Number(amount.slice(0, -1)) / 100, 0), largestShare);
}
