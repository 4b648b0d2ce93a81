import { Agent, request } from 'node:http';

/** A client for one host that keeps its connections: what is measured is the host, not the client. */
export class HttpClient {
  #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  #origin;

  constructor(origin) {
    this.#origin = origin;
  }

  /** Resolves with the parsed body (or undefined when there is none) of an answer below 400; rejects otherwise. */
  call(method, path, body) {
    const text = body === undefined ? '' : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const sent = request(
        `${this.#origin}${path}`,
        {
          method,
          agent: this.#agent,
          headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
        },
        (answer) => {
          const chunks = [];
          answer.on('data', (chunk) => chunks.push(chunk));
          answer.once('error', reject);
          answer.once('end', () => {
            const content = Buffer.concat(chunks).toString();
            if (answer.statusCode >= 400)
              reject(new Error(`${method} ${path} was answered ${answer.statusCode}: ${content}`));
            else resolve(content === '' ? undefined : JSON.parse(content));
          });
        },
      );
      sent.once('error', reject);
      sent.end(text);
    });
  }

  close() {
    this.#agent.destroy();
  }
}
