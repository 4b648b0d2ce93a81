import type { CallOutcome, ServerCalls } from '../../../lib/ports/server-calls.ts';

export type ServerCall =
  | { kind: 'post'; url: string; body: unknown }
  | { kind: 'exec'; group: string; container: string; command: string }
  | { kind: 'rcon'; host: string; port: number; password: string; command: string };

/** Servers that do what they are told, unless a test wants otherwise. */
export class FakeServerCalls implements ServerCalls {
  readonly calls: ServerCall[] = [];
  /** What becomes of a call. */
  answer: (call: ServerCall) => CallOutcome = () => ({ kind: 'done' });

  post: ServerCalls['post'] = async (url, body) => this.#call({ kind: 'post', url, body });
  exec: ServerCalls['exec'] = async (target) => this.#call({ kind: 'exec', ...target });
  rcon: ServerCalls['rcon'] = async (target) => this.#call({ kind: 'rcon', ...target });

  #call(call: ServerCall): CallOutcome {
    this.calls.push(call);
    return this.answer(call);
  }
}
