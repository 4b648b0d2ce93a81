/**
 * Teeworlds 0.7, which gamedig does not speak. A server answers nobody whose address it has not seen answer: first tokens are
 * exchanged, in a request as big as any answer, then the question is asked with both of them.
 */
import { askOverUdp } from './ask-over-udp.ts';

/** In the first byte: the kind of packet in the upper six bits, and of packets without a connection the version in the lower two. */
const controlPacket = 1 << 2;
const connectionlessPacket = (8 << 2) | 1;
const tokenMessage = 5;
/** What the header of a packet holds that is sent before there is a token. */
const noToken = 0xffffffff;
/** Any number but `noToken`: the socket hears only the server that it asks. */
const ownToken = 0x534c4950;
const tokenRequestBytes = 512;
const headerBytes = { control: 7, connectionless: 9 };

const question = Buffer.from('\xff\xff\xff\xffgie3', 'latin1');
const answer = Buffer.from('\xff\xff\xff\xffinf3', 'latin1');
/** Comes back with the answer; one byte in the packed form. */
const questionNumber = 1;

/** Everybody on a server, spectators included; rejects, or is undefined, when it does not tell. */
export function teeworldsPlayers(
  server: { host: string; port: number },
  timeoutMs: number,
): Promise<number | undefined> {
  return askOverUdp({ ...server, timeoutMs, first: tokenRequest() }, (packet) => {
    const token = tokenIn(packet);
    if (token !== undefined) return { send: infoRequest(token) };
    const info = infoIn(packet);
    return info && { answer: clientsIn(info) };
  });
}

function tokenRequest(): Buffer {
  const packet = Buffer.alloc(headerBytes.control + 1 + tokenRequestBytes);
  packet[0] = controlPacket;
  packet.writeUInt32BE(noToken, 3);
  packet[headerBytes.control] = tokenMessage;
  packet.writeUInt32BE(ownToken, headerBytes.control + 1);
  return packet;
}

function tokenIn(packet: Buffer): number | undefined {
  const isToken =
    packet.length >= headerBytes.control + 5 &&
    packet[0] === controlPacket &&
    packet.readUInt32BE(3) === ownToken &&
    packet[headerBytes.control] === tokenMessage;
  return isToken ? packet.readUInt32BE(headerBytes.control + 1) : undefined;
}

function infoRequest(token: number): Buffer {
  const header = Buffer.alloc(headerBytes.connectionless);
  header[0] = connectionlessPacket;
  header.writeUInt32BE(token, 1);
  header.writeUInt32BE(ownToken, 5);
  return Buffer.concat([header, question, Buffer.from([questionNumber])]);
}

/** What follows the number of the question. */
function infoIn(packet: Buffer): Buffer | undefined {
  const body = packet.subarray(headerBytes.connectionless);
  const isInfo =
    packet[0] === connectionlessPacket &&
    body.subarray(0, answer.length).equals(answer) &&
    body[answer.length] === questionNumber;
  return isInfo ? body.subarray(answer.length + 1) : undefined;
}

/** After version, name, host name, map and game type: flags, level, players, places for players, then all clients. */
function clientsIn(info: Buffer): number | undefined {
  let at = 0;
  for (let strings = 0; strings < 5; strings++) at = info.indexOf(0, at) + 1 || info.length;
  const numbers: number[] = [];
  while (numbers.length < 5 && at < info.length) {
    const [value, next] = packedNumber(info, at);
    numbers.push(value);
    at = next;
  }
  return numbers[4];
}

/** Six bits of a number that is not negative, then seven a byte, the lowest first; the top bit says that more follow. */
function packedNumber(bytes: Buffer, start: number): [value: number, next: number] {
  let at = start;
  let byte = bytes[at++] ?? 0;
  let value = byte & 0x3f;
  for (let shift = 6; byte & 0x80 && at < bytes.length; shift += 7) {
    byte = bytes[at++] ?? 0;
    value |= (byte & 0x7f) << shift;
  }
  return [value, at];
}
