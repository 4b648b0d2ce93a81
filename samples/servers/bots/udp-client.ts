import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** A socket of a player's own, which hears its server only. */
export async function connectUdp({ host, port }: { host: string; port: number }): Promise<Socket> {
  const socket = createSocket('udp4');
  // A server that has gone is noticed by its silence.
  socket.on('error', () => {});
  socket.connect(port, host);
  await once(socket, 'connect');
  return socket;
}
