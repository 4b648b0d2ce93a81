import { childRunId } from '../../ids.ts';

/** The runs of the items of an array or a graph: by position for orchestrators, by name for people. */
export type ItemRuns = {
  nameOf(item: number): string;
  runOf(item: number): string;
  /** The items of these runs; what is no run of an item is left out. */
  itemsOf(runIds: readonly string[]): number[];
};

/** `names` of the nodes of a graph, in order; the items of an array are counted from 0. */
export function itemRuns(parent: string, items: number, names?: readonly string[]): ItemRuns {
  const positions = names && new Map(names.map((name, item) => [name, item]));
  const nameOf = (item: number): string => names?.[item] ?? String(item);
  const itemOf = (name: string): number | undefined => {
    if (positions) return positions.get(name);
    return /^\d+$/.test(name) && Number(name) < items ? Number(name) : undefined;
  };
  return {
    nameOf,
    runOf: (item) => childRunId(parent, nameOf(item)),
    itemsOf: (runIds) => runIds.flatMap((runId) => itemOf(runId.slice(childRunId(parent, '').length)) ?? []),
  };
}
