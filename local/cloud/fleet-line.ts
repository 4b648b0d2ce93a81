import pc from 'picocolors';
import type { CloudEvent } from './cloud-event.ts';

/** A sign for each server, by state, in the order of its life. */
const signs: Record<string, { sign: string; of: (text: string) => string }> = {
  allocated: { sign: '■', of: pc.green },
  ready: { sign: '□', of: pc.green },
  creating: { sign: '◌', of: pc.cyan },
  draining: { sign: '▽', of: pc.yellow },
  unhealthy: { sign: '!', of: pc.red },
  failed: { sign: '✘', of: pc.red },
};

/** What the signs mean, for who sees them for the first time. */
export const fleetLegend = Object.entries(signs)
  .slice(0, 4)
  .map(([state, { sign }]) => `${sign} ${state}`)
  .join('  ');

/** The servers of a fleet as signs, how many play on them, and why it is so. */
export function fleetLine(event: Extract<CloudEvent, { kind: 'fleetChanged' }>): string {
  const { fleet, servers, sessions, places, waiting, reason } = event;
  const shown = Object.entries(signs).flatMap(([state, sign]) => Array(servers[state] ?? 0).fill(sign));
  const bar = shown.map(({ sign, of }) => of(sign)).join('') + ' '.repeat(Math.max(0, 8 - shown.length));
  const full = sessions === 0 ? 'no server' : `${sessions} play, no places open`;
  const play = places === 0 ? full : `${sessions} of ${places} places`;
  const wait = waiting > 0 ? pc.yellow(`, ${waiting} wait`) : '';
  return `${pc.bold(fleet.padEnd(12))} ${bar} ${play}${wait}${reason ? pc.dim(`  ${reason}`) : ''}`;
}
