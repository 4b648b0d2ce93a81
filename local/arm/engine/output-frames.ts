import { Transform } from 'node:stream';

/** Stream, three zeros, length: what the engine puts before each piece of a container's output. */
const headerBytes = 8;

/** Takes the headers out of the output of a container without a terminal; stdout and stderr stay in the order in which they came. */
export function outputFrames(): Transform {
  let header = Buffer.alloc(0);
  let left = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let data = chunk;
      while (data.length > 0) {
        if (left === 0) {
          const missing = headerBytes - header.length;
          header = Buffer.concat([header, data.subarray(0, missing)]);
          data = data.subarray(missing);
          if (header.length < headerBytes) break;
          left = header.readUInt32BE(4);
          header = Buffer.alloc(0);
        }
        if (data.length === 0) break;
        const part = data.subarray(0, left);
        if (part.length > 0) this.push(part);
        left -= part.length;
        data = data.subarray(part.length);
      }
      done();
    },
  });
}
