import { z } from 'zod';
import type { Comparison } from '../../contract/commits.ts';

/** GitHub names no more files than this, and says nothing of those that it leaves out. */
const mostFiles = 300;

const comparisonSchema = z.object({
  status: z.string(),
  files: z.array(z.object({ filename: z.string(), previous_filename: z.string().optional() })).optional(),
});

/** A comparison as GitHub's API shows it. Only of two commits in one line it names every file that differs. */
export function filesOfComparison(data: unknown): Comparison {
  const { data: comparison } = comparisonSchema.safeParse(data);
  const { status, files } = comparison ?? {};
  const isComplete = (status === 'ahead' || status === 'identical') && files && files.length < mostFiles;
  if (!isComplete) return { kind: 'unknown' };
  return {
    kind: 'files',
    files: files.flatMap(({ filename, previous_filename: before }) =>
      before ? [filename, before] : [filename],
    ),
  };
}
