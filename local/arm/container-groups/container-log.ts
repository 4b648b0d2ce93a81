/** What the service serves while a container runs: its last 4 MB. */
const runningLimitBytes = 4 * 1024 * 1024;
/** What is left of it once the container has stopped: 16 KB or 1,000 lines, whichever is less. */
const stoppedLimitBytes = 16 * 1024;
const stoppedLimitLines = 1_000;

/** A line with its line end and the time at which it began. */
export type LogLine = { atMs: number; text: string };

/** Is told what a log gets. */
export type LogFollower = { output(data: Uint8Array): void; ended(): void };

type Chunk = { atMs: number; data: Buffer };

/** The merged output of one container instance, bounded as the service bounds it. */
export class ContainerLog {
  #chunks: Chunk[] = [];
  #bytes = 0;
  #hasEnded = false;
  readonly #followers = new Set<LogFollower>();

  static of(lines: LogLine[]): ContainerLog {
    const log = new ContainerLog();
    for (const { atMs, text } of lines) log.append(Buffer.from(text), atMs);
    return log;
  }

  append(data: Uint8Array, atMs: number): void {
    this.#chunks.push({ atMs, data: Buffer.from(data) });
    this.#bytes += data.byteLength;
    this.#cutTo(runningLimitBytes);
    for (const { output } of this.#followers) output(data);
  }

  /** Gives the follower what there is and what comes; returns a function that ends that. */
  follow(follower: LogFollower): () => void {
    const sofar = Buffer.concat(this.#chunks.map(({ data }) => data));
    if (sofar.length > 0) follower.output(sofar);
    if (this.#hasEnded) follower.ended();
    else this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  /** Cuts to what the service keeps of a container that has ended. */
  end(): void {
    this.#hasEnded = true;
    for (const { ended } of this.#followers) ended();
    this.#followers.clear();
    this.#cutTo(stoppedLimitBytes);
    const lines = this.lines().slice(-stoppedLimitLines);
    this.#chunks = lines.map(({ atMs, text }) => ({ atMs, data: Buffer.from(text) }));
    this.#bytes = this.#chunks.reduce((sum, { data }) => sum + data.byteLength, 0);
  }

  /** The log as text; `tail` keeps the last lines, `timestamps` puts the time a line began before it. */
  read(options: { tail?: number; timestamps?: boolean } = {}): string {
    if (options.tail === undefined && !options.timestamps) return this.#text();
    const lines = this.lines();
    const kept = options.tail === undefined ? lines : options.tail > 0 ? lines.slice(-options.tail) : [];
    return kept
      .map(({ atMs, text }) => (options.timestamps ? `${new Date(atMs).toISOString()} ${text}` : text))
      .join('');
  }

  #text(): string {
    return fromFirstCharacter(Buffer.concat(this.#chunks.map(({ data }) => data))).toString('utf8');
  }

  /** Each line with its line end, dated by the chunk in which it began. */
  lines(): LogLine[] {
    const lines: { atMs: number; parts: Buffer[] }[] = [];
    let open = false;
    for (const { atMs, data } of this.#chunks) {
      for (let from = 0; from < data.length; ) {
        const newline = data.indexOf(0x0a, from);
        const until = newline < 0 ? data.length : newline + 1;
        const part = data.subarray(from, until);
        if (open) lines.at(-1)?.parts.push(part);
        else lines.push({ atMs, parts: [part] });
        open = newline < 0;
        from = until;
      }
    }
    return lines.map(({ atMs, parts }, index) => {
      const bytes = Buffer.concat(parts);
      return { atMs, text: (index === 0 ? fromFirstCharacter(bytes) : bytes).toString('utf8') };
    });
  }

  #cutTo(limitBytes: number): void {
    let drop = 0;
    while (this.#bytes > limitBytes) {
      const first = this.#chunks[drop];
      if (!first) break;
      const excess = this.#bytes - limitBytes;
      if (first.data.length > excess) {
        first.data = first.data.subarray(excess);
        this.#bytes -= excess;
      } else {
        this.#bytes -= first.data.length;
        drop++;
      }
    }
    if (drop > 0) this.#chunks.splice(0, drop);
  }
}

/** A cut by bytes may begin inside a UTF-8 character, whose rest is no text. */
function fromFirstCharacter(bytes: Buffer): Buffer {
  let from = 0;
  while (from < Math.min(3, bytes.length) && ((bytes[from] ?? 0) & 0xc0) === 0x80) from++;
  return bytes.subarray(from);
}
