import type { Job } from 'kubernetes-types/batch/v1.js';
import type { Pod } from 'kubernetes-types/core/v1.js';
import { z } from 'zod';
import type { ContainerGroupSpec } from '../../contract/container-specs.ts';
import type { JobCause } from '../../contract/jobs.ts';
import { referenceText } from '../../lib/decide/kubernetes/findings.ts';
import { jobToGroup } from '../../lib/decide/kubernetes/job-causes.ts';
import { jobOfPod, manifestCauses, manifestJob } from '../../lib/decide/kubernetes/manifest-job.ts';
import type { PodContext } from '../../lib/decide/kubernetes/pod-context.ts';
import { groupWord, type PodMapping, podToGroup } from '../../lib/decide/kubernetes/pod-to-group.ts';
import { arrayRunId, jobRunId } from '../../lib/ids.ts';
import { startJob } from '../../lib/jobs/start-job.ts';
import { startArray } from '../../lib/jobs/start-many.ts';
import { podReferences } from '../../lib/kubernetes/pod-references.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { SchemaIssue } from '../../lib/schema-issues.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import { claimRequest } from '../http/claim-request.ts';
import type { HttpTrigger } from '../http/http-trigger.ts';
import { idempotencyHeader } from '../http/idempotency-header.ts';
import { invalid } from '../http/read-body.ts';
import { acceptedRun } from '../runs/accepted-run.ts';
import { runViewSchema } from '../views/run-view-schema.ts';
import { readManifest } from './read-manifest.ts';

const cause: JobCause = 'kubernetes';

/** For the description of the API; a manifest is checked against Kubernetes' own schema. */
const manifestSchema = z.looseObject({
  apiVersion: z.enum(['v1', 'batch/v1']),
  kind: z.enum(['Pod', 'Job']),
  metadata: z.looseObject({}).optional(),
  spec: z.looseObject({}),
});

/** A person or a program asks for a run of a manifest, without keeping it as an object. */
export function podRequest(deps: TriggerDependencies): HttpTrigger {
  return {
    name: 'podRequest',
    method: 'POST',
    route: 'pods',
    authLevel: 'function',
    operation: {
      id: 'runManifest',
      tag: 'Kubernetes',
      summary: 'Run a manifest',
      description: 'Runs a Pod or a Job of Kubernetes once, as YAML or JSON.',
      headers: idempotencyHeader,
      body: manifestSchema,
      answers: { 202: { description: 'The run.', json: runViewSchema } },
      problems: ['idempotency-mismatch'],
    },
    async handle(request, runs) {
      const { manifest, issues } = await readManifest(request);
      const context = await contextOf(deps, manifest);
      const group = groupOf(manifest, context, issues);
      const asked = await claimRequest(deps, request, manifest);
      const word = groupWord(manifest.metadata?.name ?? manifest.metadata?.generateName);
      const many = isJob(manifest) && manifestJob(manifest, group).completions > 1;
      const id = (many ? arrayRunId : jobRunId)(word, asked.cause);
      // Once more, with the id by which the pod knows itself.
      const known = { ...manifest, metadata: { ...manifest.metadata, uid: id } };
      await startManifest(deps, runs, known, context, { id, requestedAt: asked.requestedAt });
      return acceptedRun(deps, runs, id);
    },
  };
}

async function startManifest(
  deps: TriggerDependencies,
  runs: Runs,
  manifest: Pod | Job,
  context: PodContext,
  { id, requestedAt }: { id: string; requestedAt: string },
): Promise<void> {
  const { hub } = deps.settings;
  const group = groupOf(manifest, context);
  const { spec, completions, parallelism } = isJob(manifest)
    ? manifestJob(manifest, group)
    : { spec: jobOfPod(group), completions: 1, parallelism: 1 };
  if (completions > 1) {
    const inputs = Array.from({ length: completions }, (_, index) => index);
    const array = { template: { spec }, inputs, parallelism, allowFailures: 0 };
    await startArray(deps, runs, { id, hub, cause, requestedAt, ...array });
  } else {
    await startJob(deps, runs, { id, request: { hub, cause, requestedAt, spec } });
  }
}

/** Throws `invalid-request` that names each field which can't be run, and each reference to what is not there. */
function groupOf(
  manifest: Pod | Job,
  context: PodContext,
  known: readonly SchemaIssue[] = [],
): ContainerGroupSpec {
  const mapping = mappingOf(manifest, context);
  if (mapping.kind === 'group' && known.length === 0) return mapping.spec;
  const issues = mapping.kind === 'group' ? [] : issuesOf(mapping);
  throw invalid('body', [
    ...known,
    ...issues.filter(({ place }) => !known.some((issue) => issue.place === place)),
  ]);
}

function issuesOf(mapping: Exclude<PodMapping, { kind: 'group' }>): SchemaIssue[] {
  return mapping.kind === 'refused'
    ? mapping.causes.map(({ field, message }) => ({ place: field, problem: message }))
    : mapping.missing.map((missing) => ({
        place: missing.field,
        problem: `There is no ${referenceText(missing)} in the namespace; create it below /api/k8s.`,
      }));
}

function mappingOf(manifest: Pod | Job, context: PodContext): PodMapping {
  const mapping = isJob(manifest) ? jobToGroup(manifest, context) : podToGroup(manifest, context);
  const more = isJob(manifest) ? manifestCauses(manifest) : [];
  if (more.length === 0) return mapping;
  return { kind: 'refused', causes: [...(mapping.kind === 'refused' ? mapping.causes : []), ...more] };
}

async function contextOf(
  { kubernetes, settings }: TriggerDependencies,
  manifest: Pod | Job,
): Promise<PodContext> {
  const spec = isJob(manifest) ? manifest.spec?.template.spec : manifest.spec;
  const namespace = manifest.metadata?.namespace ?? 'default';
  const pod: Pod = { metadata: { namespace }, ...(spec ? { spec } : {}) };
  return { references: await podReferences(kubernetes.objects, pod), locations: settings.locations };
}

function isJob(manifest: Pod | Job): manifest is Job {
  return manifest.kind === 'Job';
}
