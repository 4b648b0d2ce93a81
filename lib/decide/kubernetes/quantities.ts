/** The numbers of Kubernetes: `500m`, `1.5Gi`, `2e3`. */
const pattern = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d+))?$/;

const factors: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Undefined for what is no quantity. */
export function quantity(text: string | number): number | undefined {
  const [, digits, suffix, exponent] = pattern.exec(String(text)) ?? [];
  if (digits === undefined) return undefined;
  return Number(digits) * (suffix ? (factors[suffix] ?? 1) : 10 ** Number(exponent ?? 0));
}

/** Cores as Azure takes them: in tenths, never less than was asked for, and at least one. */
export function coresFrom(cores: number): number {
  return tenths(cores);
}

/** Gigabytes as Azure takes them, by the same rule. */
export function gigabytesFrom(bytes: number): number {
  return tenths(bytes / 1e9);
}

function tenths(value: number): number {
  // Binary fractions of what is a tenth already must not become the next one.
  return Math.max(1, Math.ceil(Number((value * 10).toPrecision(12)))) / 10;
}
