/** What became of a call to a server. */
export type CallOutcome = { kind: 'done' } | { kind: 'failed'; message: string };

/** Calls to the servers of fleets themselves. Each is bounded in time and never throws: a server may be as it likes. */
export interface ServerCalls {
  /** A POST of JSON; any 2xx is done. */
  post(url: string, body: unknown, timeoutSeconds: number): Promise<CallOutcome>;
  /** One program in a container, without arguments, to its end. */
  exec(
    target: { group: string; container: string; command: string },
    timeoutSeconds: number,
  ): Promise<CallOutcome>;
  /** One command over the Source RCON protocol. */
  rcon(
    target: { host: string; port: number; password: string; command: string },
    timeoutSeconds: number,
  ): Promise<CallOutcome>;
}
