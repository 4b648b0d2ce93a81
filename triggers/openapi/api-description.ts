import { z } from 'zod';
import type { TriggerDependencies } from '../dependencies.ts';
import type { DescribedFunction, HttpTrigger } from '../http/http-trigger.ts';
import { readQuery } from '../http/read-query.ts';

const query = z.strictObject({
  version: z
    .enum(['2', '3'])
    .default('3')
    .describe('2 for OpenAPI 2.0, from which custom connectors are made; 3 for OpenAPI 3.1.'),
});

/** The description of the whole API, for people and for what makes clients. It holds nothing that is secret. */
export function apiDescription(
  { settings, version }: TriggerDependencies,
  functions: () => readonly DescribedFunction[],
): HttpTrigger {
  const made = new Map<string, Promise<string>>();
  const make = async (format: string): Promise<string> => {
    // Loaded when it is asked for, because starts are to be quick.
    const [{ openapiDocument }, { swaggerDocument }] = await Promise.all([
      import('./openapi-document.ts'),
      import('./swagger-document.ts'),
    ]);
    const document = openapiDocument({ functions: functions(), publicUrl: settings.publicUrl, version });
    return JSON.stringify(format === '2' ? swaggerDocument(document) : document);
  };
  return {
    name: 'apiDescription',
    method: 'GET',
    route: 'openapi.json',
    authLevel: 'anonymous',
    operation: {
      id: 'getApiDescription',
      tag: 'App',
      summary: 'Get this description',
      visibility: 'internal',
      query,
      answers: { 200: { description: 'The description.', json: z.looseObject({}) } },
    },
    async handle(request) {
      const { version: format } = readQuery(request, query);
      const document = made.get(format) ?? make(format);
      made.set(format, document);
      return { status: 200, headers: { 'content-type': 'application/json' }, body: await document };
    },
  };
}
