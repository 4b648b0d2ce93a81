/** The parts that listen, in the order of their ports. */
export const portNames = [
  'functions',
  'edge',
  'arm',
  'storage',
  'github',
  'tables',
  'queues',
  'files',
  'kubernetes',
] as const;

/** The port of each part. */
export type Ports = Record<(typeof portNames)[number], number>;
