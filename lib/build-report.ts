import { z } from 'zod';
import type { BuildReport } from '../contract/build.ts';
import { reportText } from './container-report.ts';

/** The final report of a build container, as `hugo-image/README.md` has it. */
export const buildReportSchema: z.ZodType<BuildReport> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('succeeded'),
    release: z.string().regex(/^[A-Za-z0-9-]{1,64}$/, 'not the name of a release'),
    files: z.int().min(0),
    pages: z.int().min(0),
    uploaded: z.int().min(0),
    bytes: z.int().min(0),
    generator: z.string().max(200),
    warnings: z.int().min(0),
  }),
  z.object({
    kind: z.literal('failed'),
    code: z.enum([
      'site-refused',
      'commit-not-found',
      'repository-not-accessible',
      'upload-failed',
      'misconfigured',
      'unexpected',
    ]),
    message: reportText,
    exitCode: z.int(),
  }),
]);
