import type { Caller } from './caller.ts';
import type { HostName } from './hosts.ts';

/** What is asked of a host, and why it is worth asking. */
export type Scenario = {
  /** Unique; ids of instances begin with it. */
  name: string;
  area: string;
  /** A sentence of behaviour. */
  title: string;
  /** On which host it is played; those of one host run side by side unless the host says otherwise. */
  host: HostName;
  play: Play;
};

/** Calls the host and notes what it sees. */
export type Play = (call: Caller) => Promise<void>;

/** The scenarios of one area, in the order of writing. */
export function area(
  name: string,
  list: Record<string, [title: string, play: Play]>,
  host: HostName = 'main',
): Scenario[] {
  return Object.entries(list).map(([key, [title, play]]) => ({
    name: `${name}-${key}`,
    area: name,
    title,
    host,
    play,
  }));
}

/** Starts the orchestrator and notes its status at the end. */
export function ends(orchestrator: string, input?: unknown): Play {
  return async (call) => {
    await call.start(orchestrator, input);
    call.see('status', await call.end());
  };
}

/** The same without the history, for those whose history depends on which of two comes first. */
export function outcome(orchestrator: string, input?: unknown): Play {
  return async (call) => {
    await call.start(orchestrator, input);
    const { runtimeStatus, output, customStatus } = await call.end();
    call.see('outcome', { runtimeStatus, output, customStatus });
  };
}

/** Starts the orchestrator and notes how it stands when nothing moves any more; then ends it. */
export function stays(orchestrator: string, input?: unknown): Play {
  return async (call) => {
    await call.start(orchestrator, input);
    call.see('status', await call.still());
    await call.post(`instances/${call.id()}/terminate?reason=end`);
  };
}
