/**
 * Adaptive Huffman coding as Quake 3 has it, after Sayood's "Data Compression": the code of a byte gets shorter the more often it was
 * seen. Nodes are listed by weight; a block is a run of nodes of the same weight, and knows the one that stands furthest up.
 */
import type { BitReader, BitWriter } from './bits.ts';

type Block = { leader: Node | undefined };
type Node = {
  /** A byte, or `notYetSeen`; absent in inner nodes. */
  symbol?: number;
  weight: number;
  parent?: Node | undefined;
  left?: Node | undefined;
  right?: Node | undefined;
  /** The next one up the list, and the next one down. */
  next?: Node | undefined;
  previous?: Node | undefined;
  block: Block;
};

/** Its code goes before a byte that has none yet. */
const notYetSeen = 256;

export class AdaptiveHuffman {
  readonly #unseen: Node = { symbol: notYetSeen, weight: 0, block: { leader: undefined } };
  readonly #leaves: Array<Node | undefined> = [];
  #root: Node = this.#unseen;

  write(bits: BitWriter, byte: number): void {
    const leaf = this.#leaves[byte];
    writePath(bits, leaf ?? this.#unseen);
    if (!leaf) for (let bit = 7; bit >= 0; bit--) bits.write((byte >> bit) & 1);
  }

  read(bits: BitReader): number {
    let node = this.#root;
    while (node.symbol === undefined) node = (bits.read() ? node.right : node.left) as Node;
    if (node.symbol !== notYetSeen) return node.symbol;
    let byte = 0;
    for (let bit = 0; bit < 8; bit++) byte = (byte << 1) | bits.read();
    return byte;
  }

  /** Counts a byte that went by. */
  saw(byte: number): void {
    const leaf = this.#leaves[byte];
    if (leaf) this.#increment(leaf);
    else this.#increment(this.#add(byte));
  }

  /** A new byte takes the place of `notYetSeen`, which moves below beside it; answers the node above, which has to be counted. */
  #add(byte: number): Node | undefined {
    const unseen = this.#unseen;
    const { parent, next } = unseen;
    const inner: Node = {
      weight: 1,
      parent,
      next,
      previous: unseen,
      left: unseen,
      block: { leader: undefined },
    };
    if (next?.weight === 1) inner.block = next.block;
    else inner.block.leader = inner;
    if (next) next.previous = inner;

    const leaf: Node = {
      symbol: byte,
      weight: 1,
      parent: inner,
      next: inner,
      previous: unseen,
      block: inner.block,
    };
    inner.previous = leaf;
    inner.right = leaf;
    unseen.next = leaf;
    unseen.parent = inner;
    if (!parent) this.#root = inner;
    else if (parent.left === unseen) parent.left = inner;
    else parent.right = inner;
    this.#leaves[byte] = leaf;
    return parent;
  }

  #increment(node: Node | undefined): void {
    if (!node) return;
    const { leader } = node.block;
    if (leader && node.next?.weight === node.weight) {
      if (leader !== node.parent) this.#swapInTree(leader, node);
      swapInList(leader, node);
    }
    node.block.leader = node.previous?.weight === node.weight ? node.previous : undefined;
    node.weight++;
    node.block = node.next?.weight === node.weight ? node.next.block : { leader: node };
    const { parent } = node;
    this.#increment(parent);
    if (parent && node.previous === parent) {
      swapInList(node, parent);
      if (node.block.leader === node) node.block.leader = parent;
    }
  }

  #swapInTree(one: Node, other: Node): void {
    const { parent: ofOne } = one;
    const { parent: ofOther } = other;
    const isLeft = ofOther?.left === other;
    if (!ofOne) this.#root = other;
    else if (ofOne.left === one) ofOne.left = other;
    else ofOne.right = other;
    if (!ofOther) this.#root = one;
    else if (isLeft) ofOther.left = one;
    else ofOther.right = one;
    one.parent = ofOther;
    other.parent = ofOne;
  }
}

function writePath(bits: BitWriter, node: Node): void {
  const { parent } = node;
  if (!parent) return;
  writePath(bits, parent);
  bits.write(parent.right === node ? 1 : 0);
}

function swapInList(one: Node, other: Node): void {
  [one.next, other.next] = [other.next, one.next];
  [one.previous, other.previous] = [other.previous, one.previous];
  // They may stand side by side.
  if (one.next === one) one.next = other;
  if (other.next === other) other.next = one;
  if (one.previous === one) one.previous = other;
  if (other.previous === other) other.previous = one;
  for (const node of [one, other]) {
    if (node.next) node.next.previous = node;
    if (node.previous) node.previous.next = node;
  }
}
