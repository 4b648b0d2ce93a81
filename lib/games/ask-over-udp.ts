import { createSocket } from 'node:dgram';

/** Datagrams get lost: what was sent last is sent so many times. */
const sendings = 3;

/**
 * Talks with one peer from a socket of its own. `react` says what to do about a datagram, and nothing about those that it does not
 * know. Rejects when there is no answer in time, or nobody listens.
 */
export async function askOverUdp<T>(
  { host, port, timeoutMs, first }: { host: string; port: number; timeoutMs: number; first: Buffer },
  react: (datagram: Buffer) => { send: Buffer } | { answer: T } | undefined,
): Promise<T> {
  const socket = createSocket('udp4');
  let last = first;
  const send = () => socket.send(last);
  let again: NodeJS.Timeout | undefined;
  let over: NodeJS.Timeout | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      over = setTimeout(() => reject(new Error(`${host}:${port} did not answer.`)), timeoutMs);
      socket.on('error', reject);
      socket.on('message', (datagram) => {
        const reaction = react(datagram);
        if (reaction === undefined) return;
        if ('answer' in reaction) return resolve(reaction.answer);
        last = reaction.send;
        send();
      });
      // A connected socket hears its peer only, and hears that nobody listens there.
      socket.once('connect', () => {
        again = setInterval(send, timeoutMs / sendings);
        send();
      });
      socket.connect(port, host);
    });
  } finally {
    clearTimeout(over);
    clearInterval(again);
    socket.close();
  }
}
