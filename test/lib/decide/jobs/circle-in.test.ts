import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { circleIn } from '../../../../lib/decide/jobs/circle-in.ts';

describe('circleIn', () => {
  it.each<[Record<string, string[]>, string[] | undefined]>([
    [{}, undefined],
    [{ a: [], b: ['a'], c: ['a', 'b'] }, undefined],
    [{ a: ['unknown'] }, undefined],
    [{ a: ['a'] }, ['a', 'a']],
    [{ a: ['b'], b: ['c'], c: ['b'] }, ['b', 'c', 'b']],
  ])('finds one in %j', (needs, circle) => {
    expect(circleIn(needs)).toEqual(circle);
  });

  it('finds one exactly where no order exists', () => {
    const graph = fc.array(fc.array(fc.nat(7), { maxLength: 2 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(graph, (edges) => {
        const needs = Object.fromEntries(edges.map((to, n) => [`${n}`, to.map(String)]));
        const circle = circleIn(needs);
        const left = new Set(Object.keys(needs));
        const free = () => [...left].filter((name) => !(needs[name] ?? []).some((need) => left.has(need)));
        for (let next = free(); next.length > 0; next = free()) for (const name of next) left.delete(name);
        expect(circle !== undefined).toBe(left.size > 0);
        for (const [n, name] of circle?.slice(1).entries() ?? [])
          expect(needs[circle?.[n] ?? '']).toContain(name);
        expect(circle?.at(-1)).toBe(circle?.[0]);
      }),
    );
  });

  it('takes chains of any length', () => {
    const needs = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`${n}`, [`${n + 1}`]]));
    expect(circleIn(needs)).toBeUndefined();
  });
});
