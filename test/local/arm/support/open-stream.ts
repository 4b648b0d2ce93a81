import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import WebSocket from 'ws';

export type OpenStream = {
  send(text: string): void;
  leave(): void;
  /** Everything so far. */
  text(): string;
  /** Resolves when the output fits. */
  until(fits: (text: string) => boolean): Promise<void>;
  /** The code and reason of the end. */
  ended: Promise<{ code: number; reason: string }>;
};

/** Opens the WebSocket of exec or attach as `az container exec` does: the password is the first frame. */
export async function openStream(
  { webSocketUri = '', password = '' }: { webSocketUri?: string; password?: string },
  options: { headers?: Record<string, string> } = {},
): Promise<OpenStream> {
  const socket = new WebSocket(webSocketUri, options);
  onTestFinished(() => socket.terminate());
  let text = '';
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    text += String(data);
    for (const look of waiting) look();
  });
  const ended = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });
  await once(socket, 'open');
  if (!options.headers) socket.send(password);
  return {
    send: (input) => socket.send(input),
    leave: () => socket.close(),
    text: () => text,
    until: (fits) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!fits(text)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    ended,
  };
}
