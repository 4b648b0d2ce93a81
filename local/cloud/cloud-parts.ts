import type { CloudEventSink, CloudPart } from './cloud-event.ts';
import { explainPort } from './ports.ts';

type Stoppable = { stop(): Promise<void> };

/** The running parts of a cloud, which end in the opposite order of their start. */
export class CloudParts {
  readonly #tell: CloudEventSink;
  readonly #parts: Stoppable[] = [];

  constructor(tell: CloudEventSink) {
    this.#tell = tell;
  }

  /** Starts one part, tells how long it took, and explains a port that is taken. */
  async start<Part extends Stoppable>(
    name: CloudPart,
    describe: (part: Part) => { url: string; detail: string },
    start: () => Promise<Part>,
  ): Promise<Part> {
    const begun = performance.now();
    const part = await start().catch(async (error) => {
      throw await explainPort(error, name);
    });
    this.#parts.push(part);
    const seconds = (performance.now() - begun) / 1_000;
    this.#tell({ kind: 'partStarted', part: name, ...describe(part), seconds });
    return part;
  }

  /** Something without a port that is stopped with the others. */
  add(part: Stoppable): void {
    this.#parts.push(part);
  }

  async stop(): Promise<void> {
    for (const part of this.#parts.splice(0).reverse()) await part.stop();
  }
}
