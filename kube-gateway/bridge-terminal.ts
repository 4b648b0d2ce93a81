import { type RawData, WebSocket } from 'ws';
import { clientFrame, endFrame, outputFrame } from './channels.ts';

export type Terminal = { webSocketUri: string; password: string };

/** What ends the input of a terminal, as Ctrl-D does: Azure's terminals have no end of their own. */
const endOfInput = Buffer.of(4);

/** Joins a client of Kubernetes with a terminal of Azure, until either leaves. */
export function bridgeTerminal(client: WebSocket, { webSocketUri, password }: Terminal): void {
  const terminal = new WebSocket(webSocketUri);
  const waiting: Buffer[] = [];
  let problem: string | undefined;
  const send = (data: Buffer): void => {
    if (terminal.readyState === WebSocket.OPEN) terminal.send(data);
    else if (terminal.readyState === WebSocket.CONNECTING) waiting.push(data);
  };

  terminal.on('open', () => {
    terminal.send(password);
    for (const data of waiting.splice(0)) terminal.send(data);
  });
  terminal.on('message', (data: RawData) => client.send(outputFrame(bytesOf(data))));
  terminal.on('error', (error) => {
    problem = `The terminal cannot be reached: ${error.message}`;
  });
  terminal.on('close', (code, reason) => {
    // 1000 and 1005 are ends as they should be.
    if (code !== 1000 && code !== 1005)
      problem ??= reason.toString() || `The terminal was cut off (${code}).`;
    if (client.readyState !== WebSocket.OPEN) return;
    client.send(endFrame(problem));
    client.close(1000);
  });

  client.on('message', (data: RawData) => {
    const frame = clientFrame(bytesOf(data));
    if (frame.kind === 'input') send(frame.data);
    if (frame.kind === 'inputEnded') send(endOfInput);
  });
  client.on('error', () => client.terminate());
  client.on('close', () => terminal.terminate());
}

function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
