import { z } from 'zod';
import type { ManifestHeader, ReleaseFile } from '../contract/build.ts';

/** What a header may hold: one line of printable ASCII. */
const headerText = z.string().regex(/^[\x20-\x7e]*$/, 'not a header value');

/** A path below the site's root: nothing that could leave it, and nothing that no URL can name. */
const filePath = z
  .string()
  .min(1)
  .max(1_024)
  .refine(
    (path) =>
      // Storage drops dots at the end of a part, and some read a backslash as a slash.
      !path.split('/').some((part) => part === '' || part.endsWith('.')) &&
      !/[\\\p{Cc}\p{Surrogate}]/u.test(path),
    'not a path of a site',
  );

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);

/** A manifest is written by a build container, which runs what the repository says: each line is checked before it is believed. */
export const manifestHeaderSchema: z.ZodType<ManifestHeader> = z.object({
  version: z.literal(2),
  site: z.string(),
  release: z.string(),
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  builtAt: z.string(),
  files: count,
  pages: count,
  bytes: count,
  frontPage: sha256.optional(),
});

export const releaseFileSchema: z.ZodType<ReleaseFile> = z.object({
  path: filePath,
  sha256,
  sizeBytes: count,
  contentType: headerText,
  cacheControl: headerText,
  contentEncoding: headerText.optional(),
});
