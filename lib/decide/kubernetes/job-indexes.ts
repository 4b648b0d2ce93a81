import type { Pod } from 'kubernetes-types/core/v1.js';

export const indexAnnotation = 'batch.kubernetes.io/job-completion-index';

/** The index of a pod of an indexed job. */
export function indexOf({ metadata }: Pod): number | undefined {
  const text = metadata?.annotations?.[indexAnnotation];
  return text === undefined ? undefined : Number(text);
}

/** `0-2,5`: as Kubernetes writes which indexes have succeeded. */
export function rangesOf(indexes: ReadonlySet<number>): string {
  const sorted = [...indexes].sort((one, other) => one - other);
  const ranges: Array<[number, number]> = [];
  for (const index of sorted) {
    const last = ranges.at(-1);
    if (last && last[1] === index - 1) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}
