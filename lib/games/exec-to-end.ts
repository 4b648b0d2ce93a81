import type { WebSocket } from 'ws';

/** Loaded when it is needed first: most fleets have no such hook. */
const loadWebSockets = async (): Promise<typeof WebSocket> => (await import('ws')).WebSocket;

const wellEnded = 1000;

/** Opens the terminal of a program and waits until that has ended. Rejects when it ends badly, or not in time. */
export async function execToEnd(
  { webSocketUri, password }: { webSocketUri: string; password: string },
  signal: AbortSignal,
): Promise<void> {
  const Socket = await loadWebSockets();
  const socket = new Socket(webSocketUri);
  try {
    await new Promise<void>((resolve, reject) => {
      const abort = (): void => reject(new Error('the program did not end in time.'));
      if (signal.aborted) return abort();
      signal.addEventListener('abort', abort, { once: true });
      socket.once('open', () => socket.send(password));
      socket.once('error', reject);
      socket.once('close', (code, reason) => {
        if (code === wellEnded) return resolve();
        reject(new Error(`its terminal was closed with ${code}: ${reason.toString()}`));
      });
    });
  } finally {
    socket.terminate();
  }
}
