import type { ContainerOperations } from '../ports/container-operations.ts';
import type { CallOutcome, ServerCalls } from '../ports/server-calls.ts';
import { execToEnd } from './exec-to-end.ts';
import { sourceRcon } from './source-rcon.ts';

const terminal = { rows: 24, columns: 80 };

/** Calls over HTTP, over RCON, and through the terminals that Azure offers. */
export function serverCalls({ exec }: Pick<ContainerOperations, 'exec'>): ServerCalls {
  return {
    post: (url, body, timeoutSeconds) =>
      bounded(timeoutSeconds, async (signal) => {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
          redirect: 'error',
          signal,
        });
        await response.body?.cancel();
        if (!response.ok) throw new Error(`it answered ${response.status}`);
      }),

    exec: ({ group, container, command }, timeoutSeconds) =>
      bounded(timeoutSeconds, async (signal) => {
        const opened = await exec(group, container, { command, ...terminal });
        if (opened.kind === 'absent') throw new Error('there is no such container any more');
        if (opened.kind !== 'open') throw new Error(opened.message);
        await execToEnd(opened, signal);
      }),

    rcon: (target, timeoutSeconds) => bounded(timeoutSeconds, (signal) => sourceRcon(target, signal)),
  };
}

async function bounded(
  timeoutSeconds: number,
  call: (signal: AbortSignal) => Promise<void>,
): Promise<CallOutcome> {
  try {
    await call(AbortSignal.timeout(timeoutSeconds * 1_000));
    return { kind: 'done' };
  } catch (error) {
    const { message, cause } = error instanceof Error ? error : new Error(String(error));
    return { kind: 'failed', message: cause instanceof Error ? `${message}: ${cause.message}` : message };
  }
}
