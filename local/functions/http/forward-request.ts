import { request as ask } from 'node:http';
import type { Handler } from './http-server.ts';

/**
 * Passes a request on to the port itself, where the next host takes it: for a host that is leaving while a caller still uses
 * a connection to it. The caller's connection ends with the answer, so that its next one goes to the next host.
 */
export function forwardTo(host: string, port: number): Handler {
  return (request, response) => {
    const headers = request.rawHeaders.filter(
      (_, index) => !/^connection$/i.test(nameAt(request.rawHeaders, index)),
    );
    const { method, url: path } = request;
    const asked = ask({
      host,
      port,
      method,
      path,
      agent: false,
      setHost: false,
      headers: [...headers, 'Connection', 'close'],
    });
    asked.on('response', (answer) => {
      const given = answer.rawHeaders.filter(
        (_, index) => !/^connection$/i.test(nameAt(answer.rawHeaders, index)),
      );
      response.writeHead(answer.statusCode ?? 502, [...given, 'Connection', 'close']);
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    asked.on('error', () => response.destroy());
    response.on('close', () => asked.destroy());
    request.pipe(asked);
  };
}

/** The name that belongs to the entry at an index: names and values take turns. */
function nameAt(rawHeaders: readonly string[], index: number): string {
  return rawHeaders[index - (index % 2)] ?? '';
}
