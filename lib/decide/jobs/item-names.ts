/** What the items of an array or a graph are called: by position in decisions, by name where people and runs meet them. */
export type ItemNames = {
  nameOf(position: number): string;
  /** -1 for what is no item. */
  positionOf(name: string): number;
};

/** `names` of the nodes of a graph, in order; the items of an array are counted from 0. */
export function itemNames(items: number, names?: readonly string[]): ItemNames {
  const positions = names && new Map(names.map((name, position) => [name, position]));
  const isCount = (name: string): boolean => /^\d+$/.test(name) && Number(name) < items;
  return {
    nameOf: (position) => names?.[position] ?? String(position),
    positionOf: (name) => (positions ? (positions.get(name) ?? -1) : isCount(name) ? Number(name) : -1),
  };
}
