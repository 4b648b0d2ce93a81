/**
 * Somebody who plays OpenArena 0.8, or another game on the engine of Quake 3 in its protocol 71: comes in, stands around, says so
 * ten times a second, and leaves.
 */
import { createHash } from 'node:crypto';
import type { Socket } from 'node:dgram';
import { AdaptiveHuffman } from './adaptive-huffman.ts';
import { BitWriter } from './bits.ts';
import { QuakeReader, QuakeWriter } from './quake-message.ts';
import { connectUdp } from './udp-client.ts';

const outOfBand = Buffer.from([0xff, 0xff, 0xff, 0xff]);
const fragmentBit = 0x80000000;
const fragmentBytes = 1300;
const everyMs = 100;

/** What stands at the head of each part of a message, from either side. */
const fromServer = { gamestate: 2, configString: 3, command: 5, snapshot: 7 };
const fromPlayer = { move: 2, command: 4, end: 5 };
/** The config string in which the server tells its own number. */
const systemInfo = 1;

export class QuakePlayer {
  readonly #socket: Socket;
  readonly #name: string;
  readonly #timer: NodeJS.Timeout;
  /** Resolves when the server has let it into the game. */
  readonly entered: Promise<void>;
  #hasEntered = () => {};

  #challenge = 0;
  #isConnected = false;
  #sent = 0;
  /** The last message of the server, the part that came of the next one, and the last command that came in them. */
  #heard = 0;
  #fragments = { sequence: 0, bytes: Buffer.alloc(0) };
  #command = { sequence: 0, text: '' };
  /** Known after the first gamestate. */
  #serverId = 0;
  #serverTime = 0;

  private constructor(socket: Socket, name: string) {
    this.#socket = socket;
    this.#name = name;
    this.entered = new Promise((resolve) => {
      this.#hasEntered = resolve;
    });
    socket.on('message', (datagram) => this.#receive(datagram));
    this.#timer = setInterval(() => this.#speak(), everyMs);
    this.#speak();
  }

  static async join(server: { host: string; port: number }, name: string): Promise<QuakePlayer> {
    return new QuakePlayer(await connectUdp(server), name);
  }

  /** Says goodbye, more than once because a datagram can get lost. */
  leave(): void {
    clearInterval(this.#timer);
    for (let times = 0; times < 3; times++)
      this.#send((message) => message.byte(fromPlayer.command).long(1).text('disconnect'));
    this.#socket.close();
  }

  #speak(): void {
    if (!this.#isConnected) {
      // Again until it is answered.
      if (this.#challenge === 0) this.#sendOutOfBand(Buffer.from('getchallenge 1 Quake3Arena'));
      else this.#sendOutOfBand(this.#connectRequest());
    } else if (this.#serverId === 0 || this.#serverTime === 0) {
      this.#send((message) => message);
    } else {
      // One move, at a time of its own, in which nothing is pressed.
      this.#send((message) => message.byte(fromPlayer.move).byte(1).bit(0).long(this.#serverTime).bit(0));
    }
  }

  #sendOutOfBand(bytes: Buffer): void {
    this.#socket.send(Buffer.concat([outOfBand, bytes]));
  }

  /** The word, then the player's settings, compressed after their length. */
  #connectRequest(): Buffer {
    const guid = createHash('md5').update(this.#name).digest('hex').toUpperCase();
    const technical = `\\challenge\\${this.#challenge}\\qport\\${this.#qport}\\protocol\\71\\cl_guid\\${guid}`;
    const text = `"${technical}\\name\\${this.#name}\\rate\\25000\\snaps\\20\\model\\sarge\\handicap\\100"`;
    const huffman = new AdaptiveHuffman();
    const bits = new BitWriter();
    for (const byte of Buffer.from(text, 'latin1')) {
      huffman.write(bits, byte);
      huffman.saw(byte);
    }
    const length = Buffer.alloc(2);
    length.writeUInt16BE(text.length);
    // A byte more than needed, as the game itself sends it.
    return Buffer.concat([Buffer.from('connect '), length, bits.bytes(), Buffer.alloc(1)]);
  }

  /** Tells players behind one address apart. */
  get #qport(): number {
    return this.#socket.address().port;
  }

  #send(fill: (message: QuakeWriter) => QuakeWriter): void {
    const message = new QuakeWriter().long(this.#serverId).long(this.#heard).long(this.#command.sequence);
    const body = fill(message).byte(fromPlayer.end).bytes();
    const key = this.#challenge ^ this.#serverId ^ this.#heard;
    const header = Buffer.alloc(6);
    header.writeUInt32LE(++this.#sent, 0);
    header.writeUInt16LE(this.#qport, 4);
    this.#socket.send(Buffer.concat([header, scrambled(body, { from: 12, key, text: this.#command.text })]));
  }

  #receive(datagram: Buffer): void {
    if (datagram.subarray(0, 4).equals(outOfBand)) {
      this.#receiveOutOfBand(datagram.toString('latin1', 4));
    } else if (this.#isConnected && datagram.length >= 8) {
      const sequence = datagram.readUInt32LE(0);
      if (sequence < fragmentBit) this.#receiveMessage(sequence, datagram.subarray(4));
      else this.#receiveFragment(sequence - fragmentBit, datagram);
    }
  }

  #receiveOutOfBand(text: string): void {
    const [word = '', argument] = text.split(/\s/);
    if (word === 'challengeResponse' && this.#challenge === 0) {
      this.#challenge = Number(argument);
      this.#speak();
    } else if (word === 'connectResponse') this.#isConnected = true;
  }

  /** The last fragment of a message is the one that is not full. */
  #receiveFragment(sequence: number, datagram: Buffer): void {
    const start = datagram.readUInt16LE(4);
    const length = datagram.readUInt16LE(6);
    if (this.#fragments.sequence !== sequence) this.#fragments = { sequence, bytes: Buffer.alloc(0) };
    if (start !== this.#fragments.bytes.length) return;
    this.#fragments.bytes = Buffer.concat([this.#fragments.bytes, datagram.subarray(8, 8 + length)]);
    if (length < fragmentBytes) this.#receiveMessage(sequence, this.#fragments.bytes);
  }

  #receiveMessage(sequence: number, body: Buffer): void {
    if (sequence <= this.#heard) return;
    this.#heard = sequence;
    const key = this.#challenge ^ sequence;
    const message = new QuakeReader(scrambled(body, { from: 4, key, text: '' }));
    // The last command of the player that the server has heard.
    message.long();
    for (;;) {
      switch (message.byte()) {
        case fromServer.command: {
          const command = { sequence: message.long(), text: message.text() };
          if (command.sequence > this.#command.sequence) this.#command = command;
          break;
        }
        case fromServer.gamestate:
          this.#receiveGamestate(message);
          return;
        case fromServer.snapshot:
          this.#serverTime = message.long();
          // There are snapshots before the first gamestate, too; until then the server heeds nothing, not even a goodbye.
          if (this.#serverId !== 0) this.#hasEntered();
          return;
        default:
          return;
      }
    }
  }

  /** Of the whole state of the game only the server's number matters to somebody who stands around. */
  #receiveGamestate(message: QuakeReader): void {
    message.long();
    while (message.byte() === fromServer.configString) {
      const index = message.short();
      const text = message.text();
      if (index > systemInfo) return;
      if (index === systemInfo) this.#serverId = Number(/\\sv_serverid\\(\d+)/.exec(text)?.[1] ?? 0);
    }
  }
}

/** Each side mixes its messages with what only the two know: the challenge, numbers, and the last command that was heard. */
function scrambled(body: Buffer, { from, key, text }: { from: number; key: number; text: string }): Buffer {
  const mixed = Buffer.from(body);
  const letters = Buffer.from(text, 'latin1');
  let mask = key & 0xff;
  for (let at = from; at < mixed.length; at++) {
    const letter = letters[(at - from) % letters.length] ?? 0;
    mask ^= (letter > 127 || letter === 37 ? 46 : letter) << (at & 1);
    mixed[at] = (mixed[at] ?? 0) ^ (mask & 0xff);
  }
  return mixed;
}
