import { connect, type Socket } from 'node:net';

/** Of the Source RCON protocol, which many games speak that have nothing to do with Source. */
const kinds = { login: 3, command: 2, loginAnswer: 2, output: 0 } as const;

/** Ours, by which answers are known. A login that is refused is answered with -1. */
const ids = { login: 1, command: 2 } as const;

type Packet = { id: number; kind: number };

/** Size, id and kind before the text; two zeros behind it. */
const headBytes = 12;
const tailBytes = 2;
/** More than the protocol allows: whoever sends it speaks another. */
const mostBytes = 65_536;

/** Has a server do one command. Resolves once it has answered, or ended the connection as one does that shuts down. */
export async function sourceRcon(
  { host, port, password, command }: { host: string; port: number; password: string; command: string },
  signal: AbortSignal,
): Promise<void> {
  const socket = connect({ host, port });
  const abort = (): void => void socket.destroy(new Error(`${host}:${port} did not answer in time.`));
  signal.addEventListener('abort', abort);
  try {
    socket.write(packet(ids.login, kinds.login, password));
    let isSent = false;
    for await (const { id, kind } of packetsOf(socket)) {
      if (!isSent && kind === kinds.loginAnswer) {
        if (id !== ids.login) throw new Error(`${host}:${port} refuses the password.`);
        socket.write(packet(ids.command, kinds.command, command));
        isSent = true;
      } else if (isSent && kind === kinds.output && id === ids.command) return;
    }
    if (!isSent) throw new Error(`${host}:${port} ended the connection before the login.`);
  } finally {
    signal.removeEventListener('abort', abort);
    socket.destroy();
  }
}

function packet(id: number, kind: number, text: string): Buffer {
  const body = Buffer.from(text);
  const bytes = Buffer.alloc(headBytes + body.length + tailBytes);
  bytes.writeInt32LE(bytes.length - 4, 0);
  bytes.writeInt32LE(id, 4);
  bytes.writeInt32LE(kind, 8);
  body.copy(bytes, headBytes);
  return bytes;
}

async function* packetsOf(socket: Socket): AsyncGenerator<Packet> {
  let left = Buffer.alloc(0);
  for await (const part of socket) {
    left = Buffer.concat([left, part as Buffer]);
    while (left.length >= headBytes) {
      const size = left.readInt32LE(0);
      if (size < headBytes - 4 + tailBytes || size > mostBytes)
        throw new Error('what answers speaks no RCON.');
      if (left.length < size + 4) break;
      yield { id: left.readInt32LE(4), kind: left.readInt32LE(8) };
      left = left.subarray(size + 4);
    }
  }
}
