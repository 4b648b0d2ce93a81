import fc from 'fast-check';

/** Larger than what the storage's queues and tables take in one piece. */
export const bigValue = fc.constantFrom({ text: 'x'.repeat(70_000) }, { text: '日本'.repeat(15_000) });

const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('', ' ', '"', '\\', '\n\r\t', '</script>', '\u2028', 'null', 'true', '[1]', '{"a":1}'),
);

const key = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('a', 'A', '', 'ü', 'constructor', '1'));

/** Numbers that JSON has in one way only. */
const number = fc.oneof(fc.integer(), fc.integer({ min: -9, max: 9 }));

/** A value that comes back as it went: an object of texts, numbers, truths and nothings. */
export const plainValue: fc.Arbitrary<unknown> = fc.record({
  value: jsonOf(fc.oneof(text, number, fc.boolean(), fc.constant(null))),
});

/** Values that other readers of JSON take for something else. */
export const oddValue: fc.Arbitrary<unknown> = jsonOf(
  fc.oneof(
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom(-0, 1e21, 1e-7, 5e-324, 1.7976931348623157e308, 2 ** 53, 2 ** 63, 2 ** 64, 1e15, 0.1),
    fc.constantFrom(
      '2020-01-02T03:04:05.678Z',
      '2020-01-02T03:04:05+02:00',
      '2020-01-02T03:04:05',
      '2020-01-02',
      '/Date(1577934245678)/',
      '00000000-0000-0000-0000-000000000000',
      'NaN',
      'Infinity',
      '\u0000',
      '\ud800',
      '\ufeff',
      '5',
    ),
  ),
);

function jsonOf(leaf: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 2 },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));
  return value as fc.Arbitrary<unknown>;
}
