import { type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http';
import { request as requestHttps } from 'node:https';

/** Passes a request on to the app as it is, and its answer back as it comes: watches and logs go on for minutes. */
export function forwardRequest(app: URL, request: IncomingMessage, response: ServerResponse): void {
  const send = app.protocol === 'https:' ? requestHttps : requestHttp;
  const { host: _, ...headers } = request.headers;
  const forwarded = send(
    new URL(request.url ?? '/', app),
    { method: request.method, headers: { ...headers, host: app.host } },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      response.flushHeaders();
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    },
  );
  forwarded.on('error', (error) => {
    if (response.headersSent) response.destroy();
    else
      response
        .writeHead(502, { 'content-type': 'text/plain' })
        .end(`The app does not answer: ${error.message}\n`);
  });
  response.on('close', () => forwarded.destroy());
  request.pipe(forwarded);
}
