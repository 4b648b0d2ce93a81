import { setImmediate as nextRound } from 'node:timers/promises';

/** Lines after which others get their turn: what a line costs to read is some microseconds. */
const linesAtATime = 500;

/** The lines of a UTF-8 stream; the last one needs no line feed. One longer than `mostBytes` is cut, and is the last. */
export async function* readLines(
  stream: AsyncIterable<Uint8Array | string>,
  mostBytes: number,
): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  let lines = 0;
  for await (const part of stream) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, Buffer.from(part)]) : Buffer.from(part);
    let start = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
      yield bytes.toString('utf8', start, end);
      start = end + 1;
      if (++lines % linesAtATime === 0) await nextRound();
    }
    rest = bytes.subarray(start);
    if (rest.length > mostBytes) break;
  }
  if (rest.length > 0) yield rest.toString('utf8');
}
