import { z } from 'zod';
import {
  createDocument,
  type oas31,
  type ZodOpenApiOperationObject,
  type ZodOpenApiOverride,
  type ZodOpenApiResponseObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { type ErrorCode, errorEntry } from '../../lib/errors.ts';
import type { DescribedFunction } from '../http/http-trigger.ts';
import type { Operation } from '../http/operation.ts';

export type DescribedApi = {
  functions: readonly DescribedFunction[];
  /** The origin under which the app is reached. */
  publicUrl: string;
  /** Of the app. */
  version: string;
};

/** What every function may answer that checks keys, reads a body, or takes an Idempotency-Key. */
const bodyProblems: readonly ErrorCode[] = [
  'invalid-request',
  'invalid-json',
  'body-missing',
  'body-too-large',
];
const azureProblems: readonly ErrorCode[] = ['azure-unavailable', 'azure-refused'];

const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string().describe('What was tried, what came back, and what to do.'),
    code: z.string().describe('What to match on.'),
    instance: z.string(),
    issues: z
      .array(z.object({ place: z.string(), problem: z.string() }))
      .optional()
      .describe('Every mistake of the request, with its place.'),
  })
  .meta({ id: 'Problem' });

const placeholders: Record<string, string> = {
  fleet: 'A fleet of the catalog, or of the API.',
  id: 'Of the run.',
  instanceId: 'Of the run.',
  job: 'A job template of the catalog.',
  location: 'A region, such as westeurope.',
  name: 'Of the container group.',
  path: 'As Kubernetes has it.',
  server: 'A server of the fleet.',
  session: 'As the caller names it.',
  site: 'A site of the catalog.',
};

/** The description of the whole API, made from the schemas that the functions check with. */
export function openapiDocument({ functions, publicUrl, version }: DescribedApi): oas31.OpenAPIObject {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const each of functions) {
    const path = `/${each.route}`;
    paths[path] = {
      ...paths[path],
      [each.method.toLowerCase()]: operationObject(each),
    };
  }
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Slipway',
        version,
        description:
          'Serverless containers as durable workflows: sites, jobs, fleets, runs and container groups.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: `${publicUrl}/api` }],
      security: [{ functionKey: [] }],
      tags: tagsOf(functions),
      paths,
      components: {
        securitySchemes: {
          functionKey: {
            type: 'apiKey',
            in: 'header',
            name: 'x-functions-key',
            description: 'A function key of the app.',
          },
        },
      },
    },
    { override: plainSchema },
  );
}

function tagsOf(functions: readonly DescribedFunction[]): Array<{ name: string }> {
  const names = new Set(functions.map(({ operation }) => operation.tag));
  return [...names].sort().map((name) => ({ name }));
}

function operationObject({ route, authLevel, operation }: DescribedFunction): ZodOpenApiOperationObject {
  const { id, tag, summary, description, visibility, query, headers, body, bodyIsOptional } = operation;
  const path = pathParameters(route);
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description ? { description } : {}),
    ...(visibility ? { 'x-ms-visibility': visibility } : {}),
    ...(authLevel === 'anonymous' ? { security: [] } : {}),
    requestParams: {
      ...(path ? { path } : {}),
      ...(query ? { query } : {}),
      ...(headers ? { header: headers } : {}),
    },
    ...(body
      ? { requestBody: { required: !bodyIsOptional, content: { 'application/json': { schema: body } } } }
      : {}),
    responses: responses(operation),
  };
}

function pathParameters(route: string): z.ZodObject | undefined {
  const names = [...route.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? []);
  if (names.length === 0) return undefined;
  const parameters = names.map((name) => [name, z.string().describe(placeholders[name] ?? `The ${name}.`)]);
  return z.object(Object.fromEntries(parameters) as Record<string, z.ZodString>);
}

function responses({ answers, problems = [], query, body }: Operation): ZodOpenApiResponsesObject {
  const all: Record<string, ZodOpenApiResponseObject> = {};
  const codes = new Set([
    ...(body ? bodyProblems : query ? (['invalid-request'] as const) : []),
    ...problems,
    ...azureProblems,
  ]);
  for (const code of codes) {
    const { status } = errorEntry(code);
    const same = [...codes].filter((other) => errorEntry(other).status === status);
    all[String(status)] = {
      description: `${same.map((other) => `\`${other}\`: ${errorEntry(other).title}`).join('. ')}.`,
      content: { 'application/problem+json': { schema: problemSchema } },
    };
  }
  for (const [status, { description, json, type }] of Object.entries(answers)) {
    all[status] = {
      description,
      ...(json ? { content: { 'application/json': { schema: json } } } : {}),
      ...(type ? { content: { [type]: { schema: z.string() } } } : {}),
    };
  }
  return all as ZodOpenApiResponsesObject;
}

/** Takes out what says more than is meant: that an answer will never have more, and the bounds of a number in JavaScript. */
const plainSchema: ZodOpenApiOverride = ({ jsonSchema, io }) => {
  if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
};
