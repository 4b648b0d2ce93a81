import { z } from 'zod';
import type { GraphNode } from '../../contract/job-items.ts';
import { plainName } from '../../lib/catalog/names.ts';
import { circleIn } from '../../lib/decide/jobs/circle-in.ts';
import { referencesIn } from '../../lib/decide/jobs/fill-template.ts';
import { graphRunId } from '../../lib/ids.ts';
import { startGraph } from '../../lib/jobs/start-many.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { SchemaIssue } from '../../lib/schema-issues.ts';
import type { TriggerDependencies } from '../dependencies.ts';
import type { ClaimedRequest } from '../http/claim-request.ts';
import { invalid } from '../http/read-body.ts';
import { environmentIssues } from './job-environment.ts';
import { jobTemplate } from './job-template.ts';
import { isOneTemplate, lacking, oneTemplate, parallelismSchema, templateFields } from './many-fields.ts';

const mostNodes = 2_000;

/** The run of a node is named after it, and the run of its containers after that. */
const nodeName = plainName.regex(
  /^[a-z](?!.*(?:^|-)container$)/,
  'begin with a letter, and do not end with "-container"',
);

const nodeSchema = z
  .strictObject({
    ...templateFields,
    needs: z.array(z.string()).default([]).describe('The nodes that must have succeeded before.'),
    input: z
      .unknown()
      .optional()
      .describe('Any JSON; texts such as `{a.output.text}` stand for the output of a node that it needs.'),
  })
  .refine(isOneTemplate, oneTemplate);

type Nodes = Record<string, z.output<typeof nodeSchema>>;

/** Asks for a run of jobs that need each other. */
export const graphBodySchema = z.strictObject(
  {
    graph: z
      .record(nodeName, nodeSchema)
      .refine((nodes) => Object.keys(nodes).length > 0, 'give at least one node')
      .refine((nodes) => Object.keys(nodes).length <= mostNodes, `give at most ${mostNodes} nodes`)
      .superRefine(
        (nodes, context) => {
          for (const { path, message } of mistakesOf(nodes))
            context.addIssue({ code: 'custom', path, message });
        },
        // Also where something else has a mistake already: all are told at once.
        { when: ({ value }) => typeof value === 'object' && value !== null },
      ),
    parallelism: parallelismSchema,
  },
  lacking('beside "graph"; each node has its own "job" or "spec", "input" and "environment"'),
);

export type GraphBody = z.output<typeof graphBodySchema>;

/** Starts the run; its id. */
export async function startGraphOf(
  deps: TriggerDependencies,
  runs: Runs,
  { graph, parallelism }: GraphBody,
  claim: () => Promise<ClaimedRequest>,
): Promise<string> {
  const nodes = await nodesOf(deps, graph);
  const { cause, requestedAt } = await claim();
  const id = graphRunId(cause);
  const { hub } = deps.settings;
  await startGraph(deps, runs, { id, hub, cause: 'request', requestedAt, nodes, parallelism });
  return id;
}

/** Throws `invalid-request` with the place of every job that the catalog does not have, and of every variable that is a secret. */
async function nodesOf(deps: TriggerDependencies, graph: Nodes): Promise<Map<string, GraphNode>> {
  const known = new Set((await deps.catalogs.jobs()).map(({ name }) => name));
  const nodes = new Map<string, GraphNode>();
  const issues: SchemaIssue[] = [];
  for (const [name, node] of Object.entries(graph)) {
    const place = `graph.${name}.`;
    if (node.job !== undefined && !known.has(node.job)) {
      const jobs = [...known].join(', ') || 'none';
      issues.push({ place: `${place}job`, problem: `the catalog has no such job; it has: ${jobs}` });
      continue;
    }
    const template = await jobTemplate(deps, node);
    const { needs, input, environment } = node;
    issues.push(...environmentIssues(template.spec, environment, place));
    const given = { ...(environment ? { environment } : {}), ...(input === undefined ? {} : { input }) };
    nodes.set(name, { ...template, ...given, needs: [...new Set(needs)] });
  }
  if (issues.length > 0) throw invalid('body', issues);
  return nodes;
}

type Mistake = { path: Array<string | number>; message: string };

/** It is called for nodes with mistakes in their fields, too: parts that do not have their form are passed over. */
function mistakesOf(written: Record<string, Partial<Nodes[string]> | null>): Mistake[] {
  const needs = Object.fromEntries(
    Object.entries(written).map(([name, node]) => [name, textsIn(node?.needs)]),
  );
  const mistakes = Object.entries(written).flatMap(([name, node]) => [
    ...(needs[name] ?? []).flatMap((need, n) =>
      Object.hasOwn(needs, need)
        ? []
        : [{ path: [name, 'needs', n], message: `the graph has no node "${need}"` }],
    ),
    ...inputMistakes(needs, name, node?.input),
  ]);
  const circle = circleIn(needs);
  if (circle?.[0] !== undefined)
    mistakes.push({ path: [circle[0], 'needs'], message: `a circle: ${circle.join(' needs ')}` });
  return mistakes;
}

/** With anything else in it, a list is refused for that; its texts keep their places. */
function textsIn(needs: unknown): string[] {
  return Array.isArray(needs) && needs.every((need) => typeof need === 'string') ? needs : [];
}

function inputMistakes(needs: Record<string, readonly string[]>, name: string, input: unknown): Mistake[] {
  return referencesIn(input).flatMap(({ path, place }) => {
    const [node = '', part] = path.split('.');
    const at = [name, 'input', ...place];
    if (!Object.hasOwn(needs, node)) {
      // Other texts in braces are nobody's, and stay; one of this form is a name with a slip in it.
      if (part !== 'output') return [];
      return [{ path: at, message: `{${path}} is of "${node}", which the graph does not have` }];
    }
    if (!needs[name]?.includes(node))
      return [{ path: at, message: `{${path}} is of "${node}", which is not among the needs of "${name}"` }];
    if (part === 'output') return [];
    return [
      { path: at, message: `{${path}} is no part of an output; write {${node}.output} or a part of it` },
    ];
  });
}
