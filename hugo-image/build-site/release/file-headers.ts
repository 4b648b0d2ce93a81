import path from 'node:path';
import mimeTypes from 'mime-types';

const pageExtensions = new Set(['.html', '.htm', '.xml', '.json', '.txt', '.webmanifest']);
const page = 'public, max-age=0, s-maxage=3600, must-revalidate';
const immutable = 'public, max-age=31536000, immutable';
const shortLived = 'public, max-age=300, s-maxage=3600';

/** Hashes by which Hugo fingerprints, by the number of hex digits in the name. */
const fingerprintHashes: Record<number, string> = {
  32: 'md5',
  64: 'sha256',
  96: 'sha384',
  128: 'sha512',
};

/** Names that known bundlers give: a long hash at the end of a script, style or font in a folder that only they fill. */
const bundled =
  /(^|\/)(_next\/static|_astro|_app\/immutable|assets|build|dist)\/(.+\/)?[^/]*[.\-_](?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{16,}(\.min)?\.(css|js|mjs|woff2?)$/;

/** The type by the file's extension; Azure does not look into files. Text says that it is UTF-8, as Hugo writes it. */
export function contentTypeOf(file: string): string {
  const type = mimeTypes.lookup(file) || 'application/octet-stream';
  return /^text\/|[/+](json|xml|javascript)$/.test(type) ? `${type}; charset=utf-8` : type;
}

/** The hash in a file's name that could be the one of its content. */
export function fingerprintIn(file: string): { algorithm: string; digest: string } | undefined {
  for (const [digest] of path.posix.basename(file).matchAll(/(?<![0-9a-z])[0-9a-f]{32,}(?![0-9a-z])/gi)) {
    const algorithm = fingerprintHashes[digest.length];
    if (algorithm) return { algorithm, digest: digest.toLowerCase() };
  }
  return undefined;
}

/**
 * Assets that carry the hash of their content never change under their name. Pages are asked for anew by browsers, while a
 * CDN may keep them until it is purged. Everything else is short-lived for browsers, because its name stays when its
 * content changes: a name that only looks like a hash is somebody's file, and may have to go.
 */
export function cacheControlOf(file: string, isFingerprinted: boolean): string {
  if (pageExtensions.has(path.posix.extname(file).toLowerCase())) return page;
  return isFingerprinted || bundled.test(file) ? immutable : shortLived;
}
