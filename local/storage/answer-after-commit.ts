import type http from 'node:http';

const readOnly = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a request may change something; taking messages from a queue is a GET that hides them from others. */
function isChange({ method = '', url = '' }: http.IncomingMessage): boolean {
  return !readOnly.has(method) || (method === 'GET' && /\/messages(\?(?!.*\bpeekonly=true)|$)/.test(url));
}

/**
 * Makes a server answer changing requests only after `commit`. All requests that end in the same turn of the event loop
 * share one commit; none takes place when nobody waits. A failed commit drops the connections that waited for it: their
 * clients know that they know nothing.
 */
export function answerAfterCommit(
  server: http.Server,
  commit: () => void,
  onFailure: (error: unknown) => void,
): void {
  let waiting: Array<(error?: unknown) => void> = [];
  const commitSoon = (answer: (error?: unknown) => void): void => {
    waiting.push(answer);
    if (waiting.length > 1) return;
    setImmediate(() => {
      const answers = waiting;
      waiting = [];
      let failure: unknown;
      try {
        commit();
      } catch (error) {
        failure = error;
        onFailure(error);
      }
      for (const each of answers) each(failure);
    });
  };

  server.prependListener('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
    if (!isChange(request)) return;
    const end = response.end.bind(response) as (...args: unknown[]) => http.ServerResponse;
    response.end = ((...args: unknown[]) => {
      commitSoon((failure) => {
        if (failure === undefined) end(...args);
        else response.destroy();
      });
      return response;
    }) as typeof response.end;
  });
}
