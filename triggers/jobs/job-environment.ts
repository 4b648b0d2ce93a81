import { z } from 'zod';
import type { JobSpec } from '../../contract/jobs.ts';
import { variableValue } from '../../lib/catalog/groups/container-fields.ts';
import { variableName } from '../../lib/catalog/names.ts';
import type { SchemaIssue } from '../../lib/schema-issues.ts';
import { invalid } from '../http/read-body.ts';

/** Variables of one run, over the containers' own. */
export const environmentSchema = z.record(variableName, variableValue);

/** Throws `invalid-request` for variables whose values are secrets of the job: whoever asks for a run can't see or change those. */
export function checkEnvironment(spec: JobSpec, environment: Record<string, string> | undefined): void {
  const issues = environmentIssues(spec, environment);
  if (issues.length > 0) throw invalid('body', issues);
}

/** What is wrong with variables that stand at a place of the body, such as `graph.a.`; at its top without one. */
export function environmentIssues(
  { group }: JobSpec,
  environment: Record<string, string> = {},
  place = '',
): SchemaIssue[] {
  const secret = new Set(
    [...group.containers, ...(group.initContainers ?? [])].flatMap(({ secrets }) => Object.keys(secrets)),
  );
  return Object.keys(environment)
    .filter((name) => secret.has(name))
    .map((name) => ({ place: `${place}environment.${name}`, problem: 'the job takes it from a secret' }));
}
