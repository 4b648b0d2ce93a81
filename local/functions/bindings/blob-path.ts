export type BlobPath = { container: string; blob: string };

/** Reads `container/blob`, or a blob's URL. Throws when it is neither. */
export function parseBlobPath(text: string): BlobPath {
  const path = /^https?:\/\//i.test(text) ? pathOfUrl(text) : text;
  const slash = path.indexOf('/');
  const [container, blob] = slash < 0 ? [path, ''] : [path.slice(0, slash), path.slice(slash + 1)];
  if (container === '' || blob === '')
    throw new Error(
      `Invalid blob path specified : '${text}'. Blob identifiers must be in the format 'container/blob'.`,
    );
  assertContainerName(container);
  return { container, blob };
}

export function assertContainerName(name: string): void {
  if (/^(\$root|\$web|\$logs)$/.test(name)) return;
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) || name.length < 3 || name.length > 63)
    throw new Error(
      `Invalid container name: ${name}. A container name has 3 to 63 lower-case letters, digits and single dashes, none at its ends.`,
    );
}

/** Azure names the account in the host, a development account in the path. */
function pathOfUrl(text: string): string {
  const { hostname, pathname } = new URL(text);
  const path = decodeURIComponent(pathname.slice(1));
  return /^(localhost|[\d.]+|\[.*\])$/.test(hostname) ? path.slice(path.indexOf('/') + 1) : path;
}
