import { expect, test } from 'vitest';
import { AdaptiveHuffman } from '../../samples/servers/bots/adaptive-huffman.ts';
import { BitReader, BitWriter } from '../../samples/servers/bots/bits.ts';
import { QuakeReader, QuakeWriter } from '../../samples/servers/bots/quake-message.ts';
import { decompressed } from '../../samples/servers/bots/teeworlds-code.ts';

const text = Buffer.from('"\\challenge\\-1145041776\\qport\\40231\\name\\ada\\rate\\25000"'.repeat(3));

test('what adaptive coding makes of bytes can be read by who counts along, and is shorter', () => {
  const writer = new AdaptiveHuffman();
  const bits = new BitWriter();
  for (const byte of text) {
    writer.write(bits, byte);
    writer.saw(byte);
  }
  const reader = new AdaptiveHuffman();
  const read = new BitReader(bits.bytes());
  const bytes = Array.from(text, () => {
    const byte = reader.read(read);
    reader.saw(byte);
    return byte;
  });
  expect(Buffer.from(bytes)).toEqual(text);
  expect(bits.bytes().length).toBeLessThan(text.length * 0.8);
});

test('a message of Quake 3 is read as it was written', () => {
  const message = new QuakeWriter().long(-3).byte(200).text('entered the game').long(1_000_000).bytes();
  const reader = new QuakeReader(message);
  expect([reader.long(), reader.byte(), reader.text(), reader.long()]).toEqual([
    -3,
    200,
    'entered the game',
    1_000_000,
  ]);
  // What the engine itself makes of the number 1: a byte that is rare, and three that are not.
  expect(new QuakeWriter().long(1).bytes().toString('hex')).toBe('5b05');
});

test('a packet of Teeworlds that ends too soon is none', () => {
  expect(decompressed(Buffer.from([0xff]))).toBeUndefined();
});
