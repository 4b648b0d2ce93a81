/** The error of a port that cannot be listened on, with its code and a text for people. */
export function portProblem(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const reason =
    error.code === 'EADDRINUSE'
      ? `Port ${port} on ${host} is in use. Stop what listens there, or choose another with --port.`
      : `Cannot listen on ${host}:${port}: ${error.message}`;
  return Object.assign(new Error(reason, { cause: error }), { code: error.code });
}
