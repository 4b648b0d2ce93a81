import { expect, test } from 'vitest';
import { waveOfPlayers } from '../../samples/servers/players/wave-of-players.ts';

/** Numbers that look random and are the same in every run. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

test('a wave of players is highest in its middle, never higher than asked, and runs out', () => {
  const wave = waveOfPlayers({ players: 200, seconds: 100 }, sequence(7));
  const there = (second: number) =>
    wave.filter(({ at, stays }) => at <= second && second < at + stays).length;
  expect(there(5)).toBeLessThan(20);
  expect(there(60)).toBeGreaterThan(180);
  expect(Math.max(...wave.map(({ at }) => there(at)))).toBeLessThanOrEqual(200);
  expect(there(130)).toBe(0);
});
