import { SlipwayError } from '../errors.ts';
import type { GitProvider } from './git-provider.ts';

/** In place of a provider whose settings are wrong: its sites say what is, and everything else works. */
export function turnedOff(name: string, problem: string): GitProvider {
  const message = `${name} is turned off. ${problem}.`;
  return {
    problem,
    async receive() {
      throw new SlipwayError('provider-off', message);
    },
    async find() {
      return { kind: 'notFound', message };
    },
    async compare() {
      return { kind: 'unknown' };
    },
    async report() {},
  };
}
