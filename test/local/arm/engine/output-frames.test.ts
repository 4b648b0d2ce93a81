import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { outputFrames } from '../../../../local/arm/engine/output-frames.ts';

function frame(stream: 1 | 2, text: string): Buffer {
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

test.each([1, 3, 8, 1_000])(
  'takes the headers out of output that comes in pieces of %i bytes',
  async (size) => {
    const sent = Buffer.concat([frame(1, 'one\n'), frame(2, 'zwölf\n'), frame(1, ''), frame(1, 'three\n')]);
    const pieces = Array.from({ length: Math.ceil(sent.length / size) }, (_, index) =>
      sent.subarray(index * size, (index + 1) * size),
    );
    const output = await buffer(Readable.from(pieces).pipe(outputFrames()));
    expect(output.toString()).toBe('one\nzwölf\nthree\n');
  },
);
