/** Somebody who plays Teeworlds 0.7: comes in, stands around, acknowledges what the server says, and leaves. */
import type { Socket } from 'node:dgram';
import { decompressed } from './teeworlds-code.ts';
import { connectUdp } from './udp-client.ts';

const everyMs = 100;
const shortestStayMs = 1_200;
const headerBytes = 7;
const noToken = 0xffffffff;
/** A request for something is as big as any answer, so that nobody can make a server flood somebody else. */
const requestBytes = 512;
/** In the first byte of a packet, above two bits of what is acknowledged. */
const packetFlag = { control: 1 << 2, compressed: 4 << 2, connectionless: 8 << 2 };
const control = { keepAlive: 0, connect: 1, accept: 2, close: 4, token: 5 };
/** Sequence numbers of chunks that have to arrive. */
const sequences = 1024;
const vitalChunk = 0x40;

/** Of the network, then of the game. */
const systemMessage = {
  info: 1,
  mapChange: 2,
  connectionReady: 5,
  snapshots: [6, 7, 8],
  ready: 18,
  enterGame: 19,
};
const gameMessage = { readyToEnter: 8, startInfo: 27 };
const netVersion = '0.7 802f1be60a05665f';
const clientVersion = 0x0705;

export class TeeworldsPlayer {
  readonly #socket: Socket;
  readonly #name: string;
  readonly #timer: NodeJS.Timeout;
  readonly #token: number;
  readonly #cameAt = Date.now();
  /** Resolves when the server has let it into the game. */
  readonly entered: Promise<void>;
  #hasEntered = () => {};

  #state: 'token' | 'connect' | 'online' = 'token';
  #serverToken = noToken;
  #heard = 0;
  /** What was sent and is not acknowledged yet, and the number of the newest. */
  #sent: Array<{ sequence: number; chunk: Buffer }> = [];
  #sequence = 0;

  private constructor(socket: Socket, name: string) {
    this.#socket = socket;
    this.#name = name;
    this.#token = socket.address().port;
    this.entered = new Promise((resolve) => {
      this.#hasEntered = resolve;
    });
    socket.on('message', (packet) => this.#receive(packet));
    this.#timer = setInterval(() => this.#speak(), everyMs);
    this.#speak();
  }

  static async join(server: { host: string; port: number }, name: string): Promise<TeeworldsPlayer> {
    return new TeeworldsPlayer(await connectUdp(server), name);
  }

  /** At the earliest a second after it came: the server bans whoever leaves before. */
  leave(): void {
    setTimeout(() => this.#sayGoodbye(), Math.max(0, this.#cameAt + shortestStayMs - Date.now()));
  }

  #sayGoodbye(): void {
    clearInterval(this.#timer);
    for (let times = 0; times < 3; times++) this.#sendControl(control.close);
    this.#socket.close();
  }

  /** What was not acknowledged is said again; a sign of life is an acknowledgement, too. */
  #speak(): void {
    if (this.#state === 'token') this.#sendControl(control.token, this.#request());
    else if (this.#state === 'connect') this.#sendControl(control.connect, this.#request());
    else if (this.#sent.length === 0) this.#sendControl(control.keepAlive);
    else this.#send(0, this.#sent.length, Buffer.concat(this.#sent.map(({ chunk }) => chunk)));
  }

  #request(): Buffer {
    const request = Buffer.alloc(requestBytes);
    request.writeUInt32BE(this.#token);
    return request;
  }

  #sendControl(message: number, rest: Buffer = Buffer.alloc(0)): void {
    this.#send(packetFlag.control, 0, Buffer.concat([Buffer.from([message]), rest]));
  }

  #send(flags: number, chunks: number, body: Buffer): void {
    const header = Buffer.alloc(headerBytes);
    header[0] = flags | (this.#heard >> 8);
    header[1] = this.#heard & 0xff;
    header[2] = chunks;
    header.writeUInt32BE(this.#serverToken, 3);
    this.#socket.send(Buffer.concat([header, body]));
  }

  #say(kind: 'system' | 'game', message: number, ...fields: Array<string | number>): void {
    const id = packed((message << 1) | (kind === 'system' ? 1 : 0));
    const body = Buffer.concat([id, ...fields.map(field)]);
    this.#sequence = (this.#sequence + 1) % sequences;
    const head = [vitalChunk | (body.length >> 6), (body.length & 0x3f) | ((this.#sequence >> 2) & 0xc0)];
    const chunk = Buffer.concat([Buffer.from([...head, this.#sequence & 0xff]), body]);
    this.#sent.push({ sequence: this.#sequence, chunk });
    this.#speak();
  }

  #receive(packet: Buffer): void {
    const flags = (packet[0] ?? 0) & 0xfc;
    const isOurs = packet.length > headerBytes && packet.readUInt32BE(3) === this.#token;
    if (!isOurs || flags & packetFlag.connectionless) return;
    const acknowledged = (((packet[0] ?? 0) & 3) << 8) | (packet[1] ?? 0);
    this.#sent = this.#sent.filter(({ sequence }) => isAfter(sequence, acknowledged));
    const rest = packet.subarray(headerBytes);
    if (flags & packetFlag.control) {
      this.#receiveControl(rest);
    } else {
      const body = flags & packetFlag.compressed ? decompressed(rest) : rest;
      if (body) this.#receiveChunks(packet[2] ?? 0, body);
    }
  }

  #receiveControl(body: Buffer): void {
    if (body[0] === control.token && this.#state === 'token') {
      this.#serverToken = body.readUInt32BE(1);
      this.#state = 'connect';
      this.#speak();
    } else if (body[0] === control.accept && this.#state === 'connect') {
      this.#state = 'online';
      this.#say('system', systemMessage.info, netVersion, '', clientVersion);
    }
  }

  #receiveChunks(count: number, body: Buffer): void {
    let at = 0;
    for (let chunk = 0; chunk < count && at + 2 <= body.length; chunk++) {
      const [first = 0, second = 0, third = 0] = body.subarray(at, at + 3);
      const isVital = (first & vitalChunk) !== 0;
      const length = ((first & 0x3f) << 6) | (second & 0x3f);
      const start = at + (isVital ? 3 : 2);
      at = start + length;
      if (isVital) {
        // Out of order, or heard before: the server says it again.
        if ((((second & 0xc0) << 2) | third) !== (this.#heard + 1) % sequences) continue;
        this.#heard = (this.#heard + 1) % sequences;
      }
      this.#react(body[start] ?? 0);
    }
  }

  #react(id: number): void {
    const message = id >> 1;
    if ((id & 1) === 0) {
      if (message === gameMessage.readyToEnter) this.#say('system', systemMessage.enterGame);
    } else if (message === systemMessage.mapChange) this.#say('system', systemMessage.ready);
    else if (message === systemMessage.connectionReady)
      // Name, clan, country; then six parts of the skin: their names, whether they have colours of their own, and these.
      this.#say('game', gameMessage.startInfo, this.#name, '', -1, ...skinParts, ...noColours, ...noColours);
    else if (systemMessage.snapshots.includes(message)) this.#hasEntered();
  }
}

const skinParts = ['standard', '', '', 'standard', 'standard', 'standard'];
const noColours = [0, 0, 0, 0, 0, 0];

function isAfter(sequence: number, acknowledged: number): boolean {
  return (sequence - acknowledged + sequences) % sequences < sequences / 2 && sequence !== acknowledged;
}

const field = (value: string | number): Buffer =>
  typeof value === 'string' ? Buffer.from(`${value}\0`) : packed(value);

/** A sign and six bits, then seven a byte, the lowest first; the top bit says that more follow. */
function packed(value: number): Buffer {
  const sign = value < 0 ? 0x40 : 0;
  let left = value < 0 ? ~value : value;
  const bytes = [sign | (left & 0x3f)];
  for (left >>= 6; left > 0; left >>= 7) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x80;
    bytes.push(left & 0x7f);
  }
  return Buffer.from(bytes);
}
