import type { Context } from 'hono';
import { contentText } from '../protocol/content-text.ts';

/** A request's body by the charset that it says it has. */
export async function bodyText({ req }: Context): Promise<string> {
  const contentType = req.header('content-type');
  if (!contentType?.toLowerCase().includes('charset')) return req.text();
  return contentText(new Uint8Array(await req.arrayBuffer()), contentType);
}
