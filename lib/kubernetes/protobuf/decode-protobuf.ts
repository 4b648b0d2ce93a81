import { badRequest } from '../kube-error.ts';
import { type Field, type MessageName, messages } from './messages.ts';

export const protobufType = 'application/vnd.kubernetes.protobuf';

/** How Kubernetes marks its bodies. */
const magic = Buffer.from('k8s\0');

type WireField = { number: number; value: Buffer | number };

/** The object of a protobuf body, as it would be in JSON. Throws for what is none, and for fields that are not known here. */
export function decodeProtobuf(body: Buffer): unknown {
  if (!body.subarray(0, magic.length).equals(magic))
    throw badRequest('the body is no protobuf of Kubernetes');
  const envelope = fieldsOf(body.subarray(magic.length));
  const typeMeta = fieldsOf(bytesAt(envelope, 1));
  const [apiVersion, kind] = [bytesAt(typeMeta, 1).toString(), bytesAt(typeMeta, 2).toString()];
  if (!(kind in messages))
    throw badRequest(`a ${kind} can't be sent in protobuf here; send JSON, as kubectl does with a manifest`);
  return { apiVersion, kind, ...message(kind as MessageName, bytesAt(envelope, 2)) };
}

/** Empty values are left out: Kubernetes writes those of required fields too. */
function message(name: MessageName, bytes: Buffer): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const { number, value } of fieldsOf(bytes)) {
    const field = messages[name][number];
    if (!field)
      throw badRequest(
        `the protobuf body has the field ${number} of ${name}, which is not read here; send JSON, as kubectl does with a manifest`,
      );
    const part = partOf(field, value);
    if (field.repeated) object[field.name] = [...((object[field.name] as unknown[]) ?? []), part];
    else if (isMap(field)) object[field.name] = { ...(object[field.name] as object), ...(part as object) };
    else if (!isEmpty(part)) object[field.name] = part;
  }
  return object;
}

function partOf({ kind }: Field, value: Buffer | number): unknown {
  if (kind === 'ignored') return undefined;
  if (typeof value === 'number') return kind === 'boolean' ? value !== 0 : value;
  if (kind === 'string') return value.toString();
  if (kind === 'time') return timeOf(value);
  if (kind === 'stringMap' || kind === 'bytesMap') {
    const entry = fieldsOf(value);
    const text = bytesAt(entry, 2).toString(kind === 'bytesMap' ? 'base64' : 'utf8');
    return { [bytesAt(entry, 1).toString()]: text };
  }
  if (kind === 'number' || kind === 'boolean') throw badRequest('the protobuf body is broken');
  return message(kind, value);
}

function timeOf(bytes: Buffer): string | undefined {
  const seconds = fieldsOf(bytes).find(({ number }) => number === 1)?.value;
  return typeof seconds === 'number' && seconds > 0 ? new Date(seconds * 1_000).toISOString() : undefined;
}

/** Fields as they lie in the bytes: numbers, or more bytes. */
function fieldsOf(bytes: Buffer): WireField[] {
  const fields: WireField[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at];
      if (byte === undefined || shift > 63n) throw badRequest('the protobuf body is broken');
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(BigInt.asIntN(64, value));
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const [number, type] = [tag >>> 3, tag & 7];
    if (type === 0) {
      fields.push({ number, value: varint() });
    } else if (type === 2) {
      const length = varint();
      if (length < 0 || at + length > bytes.length) throw badRequest('the protobuf body is broken');
      fields.push({ number, value: bytes.subarray(at, at + length) });
      at += length;
    } else {
      throw badRequest('the protobuf body is broken');
    }
  }
  return fields;
}

function bytesAt(fields: readonly WireField[], number: number): Buffer {
  const value = fields.find((field) => field.number === number)?.value;
  return Buffer.isBuffer(value) ? value : Buffer.alloc(0);
}

function isMap({ kind }: Field): boolean {
  return kind === 'stringMap' || kind === 'bytesMap';
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === '' || value === 0 || value === false) return true;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
