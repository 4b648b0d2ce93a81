import type { Imitation } from '../durable/index.ts';

const ways = ['timers', 'redelivery', 'order'] as const;

/** Reads what `--imitate-azure[=timers,redelivery,order[:SEED]]` names; throws an error that says what to write. */
export function parseImitation(text: string, makeSeed: () => number): Imitation {
  const imitation: Imitation = {};
  for (const part of text.split(',').map((one) => one.trim())) {
    const [way, seed] = part.split(':');
    if (way === 'timers' && seed === undefined) imitation.earlyTimers = true;
    else if (way === 'redelivery' && seed === undefined) imitation.redelivery = true;
    else if (way === 'order' && (seed === undefined || /^\d{1,9}$/.test(seed)))
      imitation.randomOrder = seed === undefined ? makeSeed() : Number(seed);
    else
      throw new Error(
        `--imitate-azure=${text}: "${part}" is unknown. Name some of ${ways.join(', ')} (or order:SEED), or nothing for all of them.`,
      );
  }
  return imitation;
}

/** What the host says at its start of what it imitates. */
export function describeImitation({ earlyTimers, redelivery, randomOrder }: Imitation): string {
  const parts = [
    ...(earlyTimers ? ['timers fire up to a second early'] : []),
    ...(redelivery ? ['interrupted activities run again after five minutes'] : []),
    ...(randomOrder === undefined
      ? []
      : [`messages come in random orders (order:${randomOrder} repeats them)`]),
  ];
  return `Imitating Azure: ${parts.join(', ')}.`;
}

/** The word alone means all of it; the parser of arguments knows no option whose value may be missing. */
export function completeImitation(args: readonly string[]): string[] {
  return args.map((arg) => (arg === '--imitate-azure' ? `${arg}=${ways.join(',')}` : arg));
}
