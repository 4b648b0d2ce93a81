import { z } from 'zod';
import type { JobSpec } from '../../contract/jobs.ts';
import { variableName } from '../../lib/catalog/names.ts';
import { invalid } from '../http/read-body.ts';

/** Variables of one run, over the containers' own. */
export const environmentSchema = z.record(variableName, z.string().max(131_072));

/** Throws `invalid-request` for variables whose values are secrets of the job: whoever asks for a run can't see or change those. */
export function checkEnvironment({ group }: JobSpec, environment: Record<string, string> = {}): void {
  const secret = new Set(
    [...group.containers, ...(group.initContainers ?? [])].flatMap(({ secrets }) => Object.keys(secrets)),
  );
  const issues = Object.keys(environment)
    .filter((name) => secret.has(name))
    .map((name) => ({ place: `environment.${name}`, problem: 'the job takes it from a secret' }));
  if (issues.length > 0) throw invalid('body', issues);
}
