import { pipeline } from 'node:stream/promises';
import type { ContainerEnd, ContainerListener, RunningContainer } from '../runtime/container-runtime.ts';
import type { EngineApi } from './engine-api.ts';
import { startExec } from './engine-exec.ts';
import { removeContainer } from './leftovers.ts';
import { outputFrames } from './output-frames.ts';

/** 128 and SIGKILL: whoever asked for no kill and ends with it was out of memory; not all engines say so themselves. */
const killedExitCode = 137;

export type EngineContainerOptions = {
  name: string;
  /** What the engine is asked to create. */
  body: Record<string, unknown>;
};

/** One instance of a container, from its creation to its removal. */
export class EngineContainer implements RunningContainer {
  readonly #api: EngineApi;
  readonly #listener: ContainerListener;
  /** Resolves when nothing is left of it; never rejects. */
  readonly removed: Promise<void>;
  #id: string | undefined;
  #isRunning = false;
  #wasKilled = false;
  #pending: Array<'SIGTERM' | 'SIGKILL'> = [];

  constructor(api: EngineApi, options: EngineContainerOptions, listener: ContainerListener) {
    this.#api = api;
    this.#listener = listener;
    this.removed = this.#run(options);
  }

  signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    this.#wasKilled ||= signal === 'SIGKILL';
    if (this.#isRunning) this.#send(signal);
    else this.#pending.push(signal);
  }

  exec(
    ...[command, { terminal }, listener]: Parameters<RunningContainer['exec']>
  ): ReturnType<RunningContainer['exec']> {
    return startExec(this.#api, this.#id ?? '', { command, terminal }, listener);
  }

  async #run({ name, body }: EngineContainerOptions): Promise<void> {
    let end: ContainerEnd;
    try {
      this.#id = (
        await this.#api.call<{ Id: string }>('POST', '/containers/create', { query: { name }, body })
      ).Id;
      end = await this.#runToEnd(`/containers/${this.#id}`);
    } catch (error) {
      end = this.#isRunning ? { kind: 'lost' } : { kind: 'failed', message: (error as Error).message };
    }
    this.#isRunning = false;
    this.#listener.ended(end);
    if (this.#id) await removeContainer(this.#api, this.#id).catch(() => {});
  }

  async #runToEnd(path: string): Promise<ContainerEnd> {
    const query = { stream: 'true', stdout: 'true', stderr: 'true' };
    const attached = await this.#api.connect(`${path}/attach`, { query });
    try {
      await this.#api.call('POST', `${path}/start`);
    } catch (error) {
      attached.destroy();
      throw error;
    }
    this.#isRunning = true;
    this.#listener.started();
    for (const signal of this.#pending) this.#send(signal);
    const read = async (output: AsyncIterable<unknown>): Promise<void> => {
      for await (const data of output) this.#listener.output(data as Uint8Array);
    };
    // A connection that breaks is an end of the engine's, which the next call tells.
    await pipeline(attached, outputFrames(), read).catch(() => {});
    await this.#api.call('POST', `${path}/wait`);
    type Inspected = { State: { ExitCode: number; OOMKilled: boolean } };
    const { State } = await this.#api.call<Inspected>('GET', `${path}/json`);
    const outOfMemory = State.OOMKilled || (State.ExitCode === killedExitCode && !this.#wasKilled);
    return { kind: 'exited', exitCode: State.ExitCode, ...(outOfMemory && { outOfMemory }) };
  }

  #send(signal: string): void {
    // What cannot be signalled has ended.
    this.#api.call('POST', `/containers/${this.#id}/kill`, { query: { signal } }).catch(() => {});
  }
}
