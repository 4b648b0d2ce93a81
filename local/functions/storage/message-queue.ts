/** A message that was taken from a queue and is hidden from others for a while. */
export type QueueMessage = {
  id: string;
  /** Proves that one took the message; each change of the message makes a new one. */
  popReceipt: string;
  /** How often it was taken, this time included. */
  dequeueCount: number;
  insertedMs: number;
  expiresMs: number;
  nextVisibleMs: number;
  /** Undefined: it should be base64 and is not. */
  body: Buffer | undefined;
  /** As it lies in the queue. */
  rawText: string;
};

/** One queue of a storage account. */
export interface MessageQueue {
  readonly name: string;
  exists(): Promise<boolean>;
  /** Takes up to `count` messages and hides them. */
  receive(count: number, hiddenSeconds: number): Promise<QueueMessage[]>;
  /** Hides a message for that long from now on; returns its new pop receipt, undefined when somebody else has it or it is gone. */
  hide(id: string, popReceipt: string, hiddenSeconds: number): Promise<string | undefined>;
  /** Nothing happens when somebody else has it or it is gone. */
  delete(id: string, popReceipt: string): Promise<void>;
  /** Adds a message, making the queue when there is none. */
  send(body: Buffer): Promise<void>;
  /** Like `send`, without any encoding. */
  sendRaw(text: string): Promise<void>;
}
