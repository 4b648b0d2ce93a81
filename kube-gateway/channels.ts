/** The frames in which Kubernetes' clients speak of a terminal: the first byte says what the rest is. */
export const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;

/** Newest first. Version 5 can also say that an input has ended. */
export const subprotocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

export type ClientFrame =
  | { kind: 'input'; data: Buffer }
  | { kind: 'inputEnded' }
  /** A new size, which Azure can't be told. */
  | { kind: 'other' };

export function clientFrame(frame: Buffer): ClientFrame {
  const [channel, ...rest] = frame.subarray(0, 2);
  if (channel === channels.stdin) return { kind: 'input', data: frame.subarray(1) };
  if (channel === channels.close && rest[0] === channels.stdin) return { kind: 'inputEnded' };
  return { kind: 'other' };
}

export function outputFrame(data: Buffer): Buffer {
  return Buffer.concat([Buffer.of(channels.stdout), data]);
}

/** How it ended, as the last frame says it. Azure does not tell the exit code of a command. */
export function endFrame(problem: string | undefined): Buffer {
  const status =
    problem === undefined
      ? { metadata: {}, status: 'Success' }
      : { metadata: {}, status: 'Failure', reason: 'InternalError', code: 500, message: problem };
  return Buffer.concat([Buffer.of(channels.error), Buffer.from(JSON.stringify(status))]);
}
