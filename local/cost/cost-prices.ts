import type { Operation } from './measured-operations.ts';

export type CostPrices = {
  currency: string;
  /** Of container groups. */
  vcpuHour: number;
  memoryGbHour: number;
  /** Of the Functions plan, without its monthly grant. */
  functionGbSecond: number;
  functionMillion: number;
  /** For ten thousand. */
  operations: Readonly<Record<Operation, number>>;
};

/** List prices as they were when this was written, Linux, hot and locally redundant. Yours stand on Azure's price pages. */
export const listPrices: CostPrices = {
  currency: 'USD',
  vcpuHour: 0.0486,
  memoryGbHour: 0.0054,
  functionGbSecond: 0.000026,
  functionMillion: 0.4,
  operations: {
    'blob write': 0.055,
    'blob list': 0.055,
    'blob read': 0.0044,
    'blob delete': 0,
    'queue poll': 0.004,
    'queue other': 0.004,
    table: 0.00036,
  },
};
