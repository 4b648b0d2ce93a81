import { z } from 'zod';

/** Texts of a container go into histories and statuses, which have room for little. */
export const reportText = z.string().transform((text) => text.slice(0, 2_000));

/** The most that a report may hold in all, in bytes. A result that is too big for a history becomes a document. */
export const reportLimit = 4 * 1_024 * 1_024;

/** What a container posts to its callback URL. */
export const containerReportSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('progress'),
    step: z.string().regex(/^[a-z-]{1,40}$/, 'one word of at most 40 letters a-z and hyphens'),
    message: reportText.optional(),
  }),
  z.object({
    kind: z.literal('ended'),
    exitCode: z.int(),
    message: reportText.optional(),
    /** For whoever asked for the run, who checks it. */
    result: z.unknown().optional(),
  }),
]);

/** What a container posts to ask for access to its site's release container. */
export const grantRequestSchema = z.object({ access: z.enum(['read', 'add']) });
