import { games } from 'gamedig';
import { expect, test } from 'vitest';
import { fleetMistakes } from '../../../lib/catalog/fleets/fleet-mistakes.ts';
import { knownGames } from '../../../lib/catalog/fleets/known-games.ts';

test('the games that a fleet may name are those that can be asked', () => {
  expect([...knownGames].sort()).toEqual([...Object.keys(games), 'teeworlds'].sort());
});

test('a game that cannot be asked is refused with those that are called alike', () => {
  const mistakesOf = (game: string) => fleetMistakes({ sessions: { kind: 'query', game, port: 1 } });
  expect(mistakesOf('openarea')).toEqual([
    {
      path: ['sessions', 'game'],
      message:
        '"openarea" is no game that can be asked; there is openarena, openttd; GAMES_LIST.md of gamedig has all, and there is teeworlds',
    },
  ]);
  expect(mistakesOf('openarena')).toEqual([]);
});
