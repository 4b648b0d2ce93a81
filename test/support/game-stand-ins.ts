/** Servers that say what a game's server says, and nothing more. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';

export type StandIn = { socket: Socket; host: string; port: number };

/** Answers each datagram with what `answer` makes of it. */
export async function standIn(
  answer: (datagram: Buffer, peer: RemoteInfo) => Buffer | undefined,
): Promise<StandIn> {
  const socket = createSocket('udp4', (datagram, peer) => {
    const reply = answer(datagram, peer);
    if (reply) socket.send(reply, peer.port, peer.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { socket, host: '127.0.0.1', port: socket.address().port };
}

/** A server of Quake 3, or a game on its engine, such as OpenArena. The one on this machine has a ping of 0, as a bot has. */
export function quake3StandIn(players: number): Promise<StandIn> {
  const lines = Array.from({ length: players }, (_, index) => `0 ${index} "player ${index}"\n`);
  const status = `\\sv_hostname\\Stand-in\\mapname\\oa_dm1\\sv_maxclients\\${players + 8}\n${lines.join('')}`;
  return standIn((datagram) =>
    datagram.toString('latin1').startsWith('\xff\xff\xff\xffgetstatus')
      ? Buffer.from(`\xff\xff\xff\xffstatusResponse\n${status}`, 'latin1')
      : undefined,
  );
}

/** A server of Teeworlds 0.7. `loses`: so many of the first datagrams come to nothing. */
export function teeworldsStandIn(clients: number, { loses = 0 } = {}): Promise<StandIn> {
  const token = Buffer.from('7ee30712', 'hex');
  let lost = 0;
  return standIn((datagram) => {
    if (lost++ < loses) return undefined;
    if (datagram[0] === 0x04 && datagram[7] === 5 && datagram.length >= 512) {
      const peer = datagram.subarray(8, 12);
      return Buffer.concat([Buffer.from([0x04, 0, 0]), peer, Buffer.from([5]), token]);
    }
    const isQuestion = datagram[0] === 0x21 && datagram.toString('latin1', 9, 17) === '\xff\xff\xff\xffgie3';
    if (!isQuestion || !datagram.subarray(1, 5).equals(token)) return undefined;
    const strings = Buffer.from('0.7.5\0Stand-in\0\0dm1\0DM\0', 'latin1');
    const numbers = [0, 0, Math.min(clients, 8), 8, clients, 250].flatMap(packed);
    const header = Buffer.concat([Buffer.from([0x21]), datagram.subarray(5, 9), token]);
    const answer = Buffer.from('\xff\xff\xff\xffinf3', 'latin1');
    return Buffer.concat([header, answer, datagram.subarray(17), strings, Buffer.from(numbers)]);
  });
}

function packed(value: number): number[] {
  return value < 64 ? [value] : [0x80 | (value & 0x3f), value >> 6];
}
