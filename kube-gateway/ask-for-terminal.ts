import type { IncomingMessage } from 'node:http';
import type { Terminal } from './bridge-terminal.ts';

export type TerminalAnswer =
  | { kind: 'terminal'; terminal: Terminal }
  /** What the app says instead, which is the client's to see. */
  | { kind: 'refused'; status: number; body: string };

const timeoutMs = 60_000;

/** Asks the app where the terminal is that a request wants, with the client's own token. */
export async function askForTerminal(app: URL, { url, headers }: IncomingMessage): Promise<TerminalAnswer> {
  const { authorization } = headers;
  try {
    const response = await fetch(new URL(url ?? '/', app), {
      method: 'POST',
      headers: {
        accept: 'application/vnd.slipway.terminal+json',
        ...(authorization === undefined ? {} : { authorization }),
      },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body = await response.text();
    if (response.status !== 200) return { kind: 'refused', status: response.status, body };
    return { kind: 'terminal', terminal: JSON.parse(body) as Terminal };
  } catch (error) {
    return { kind: 'refused', status: 502, body: statusOf(502, `The app does not answer: ${String(error)}`) };
  }
}

const reasons = { 400: 'BadRequest', 403: 'Forbidden', 502: 'ServiceUnavailable' } as const;

/** A refusal in the form that clients of Kubernetes show. */
export function statusOf(code: keyof typeof reasons, message: string): string {
  return JSON.stringify({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    reason: reasons[code],
    message,
    code,
  });
}
