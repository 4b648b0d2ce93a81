import { z } from 'zod';
import type { Manifest } from '../contract/build.ts';

/** What a header may hold: one line of printable ASCII. */
const headerText = z.string().regex(/^[\x20-\x7e]*$/, 'not a header value');

/** A path below the site's root: nothing that could leave it. */
const filePath = z
  .string()
  .min(1)
  .max(1_024)
  .refine(
    (path) => !path.split('/').some((part) => part === '' || part === '.' || part === '..'),
    'not a path of a site',
  );

/** A manifest is written by a build container, which runs what the repository says: it is checked before it is believed. */
export const manifestSchema: z.ZodType<Manifest> = z.object({
  version: z.literal(1),
  site: z.string(),
  release: z.string(),
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  builtAt: z.string(),
  files: z.array(
    z.object({
      path: filePath,
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      sizeBytes: z.int().min(0),
      contentType: headerText,
      cacheControl: headerText,
      contentEncoding: headerText.optional(),
    }),
  ),
});
