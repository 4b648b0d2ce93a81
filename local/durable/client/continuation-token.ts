/** Where the next page begins, as the extension writes it: an id in base64, and a blank. */
export function tokenOfId(instanceId: string): string {
  return `${Buffer.from(instanceId).toString('base64')} `;
}

/** Undefined for a text that is no token. */
export function idOfToken(token: string): string | undefined {
  const text = token.trim();
  const id = Buffer.from(text, 'base64').toString();
  return Buffer.from(id).toString('base64') === text ? id : undefined;
}
