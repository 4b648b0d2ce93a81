import { createHash } from 'node:crypto';

/** A GUID that is the same for the same cause on every replay (the form of version 5). */
export function deterministicGuid(cause: string): string {
  const hex = createHash('sha1').update(cause).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}
