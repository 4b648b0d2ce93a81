/**
 * Bytes as text: by their byte order mark, which is left out, else by the charset of their type, else as UTF-8. An unknown
 * charset counts as none.
 */
export function contentText(bytes: Uint8Array, contentType: string | null | undefined): string {
  const charset = /charset="?([^";\s]+)/i.exec(contentType ?? '')?.[1];
  return new TextDecoder(markOf(bytes) ?? knownCharset(charset) ?? 'utf-8').decode(bytes);
}

function markOf([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

function knownCharset(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return undefined;
  }
}
