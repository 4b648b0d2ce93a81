import type { oas31 } from 'zod-openapi';
import { type Schema, swaggerSchema, titleOf } from './swagger-schema.ts';

type Operations = Record<string, oas31.OperationObject>;

/**
 * The same API as OpenAPI 2.0, from which Logic Apps and Power Automate make a custom connector. Their designers show the titles
 * of `x-ms-summary` and put what is `advanced` behind a click.
 */
export function swaggerDocument(document: oas31.OpenAPIObject): Record<string, unknown> {
  const { info, servers = [], paths = {}, tags = [], components = {} } = document;
  const { protocol, host, pathname } = new URL(servers[0]?.url ?? 'http://localhost');
  const definitions = (components.schemas ?? {}) as Record<string, Schema>;
  const { identifier: _identifier, ...license } = info.license ?? { name: 'MIT' };
  return {
    swagger: '2.0',
    info: { ...info, license },
    host,
    basePath: pathname,
    schemes: [protocol.replace(':', '')],
    consumes: ['application/json'],
    produces: ['application/json'],
    securityDefinitions: components.securitySchemes,
    security: document.security,
    tags,
    paths: mapValues(paths as Record<string, Operations>, (operations) =>
      mapValues(operations, (operation) => swaggerOperation(operation, definitions)),
    ),
    definitions: mapValues(definitions, (schema) => swaggerSchema(schema, definitions)),
  };
}

function swaggerOperation(
  operation: oas31.OperationObject,
  definitions: Record<string, Schema>,
): Record<string, unknown> {
  const { parameters = [], requestBody, responses = {}, ...same } = operation;
  const body = requestBody as oas31.RequestBodyObject | undefined;
  const answers = responses as Record<string, oas31.ResponseObject>;
  const types = new Set(Object.values(answers).flatMap(({ content = {} }) => Object.keys(content)));
  return {
    ...same,
    produces: types.size > 0 ? [...types] : ['application/json'],
    parameters: [
      ...(parameters as oas31.ParameterObject[]).map((parameter) => swaggerParameter(parameter, definitions)),
      ...(body
        ? [
            {
              name: 'body',
              in: 'body',
              'x-ms-summary': 'Body',
              required: body.required ?? false,
              schema: swaggerSchema(schemaIn(body.content) ?? {}, definitions),
            },
          ]
        : []),
    ],
    responses: mapValues(answers, ({ description, content = {} }) => {
      const schema = schemaIn(content);
      return { description, ...(schema ? { schema: swaggerSchema(schema, definitions) } : {}) };
    }),
  };
}

function swaggerParameter(
  { name, in: place, required = false, schema = {} }: oas31.ParameterObject,
  definitions: Record<string, Schema>,
): Record<string, unknown> {
  return {
    name,
    in: place,
    required,
    'x-ms-summary': titleOf(name),
    ...(required ? {} : { 'x-ms-visibility': 'advanced' }),
    ...(place === 'path' ? { 'x-ms-url-encoding': 'single' } : {}),
    ...swaggerSchema(schema as Schema, definitions),
  };
}

function schemaIn(content: oas31.ContentObject | undefined): Schema | undefined {
  const [first] = Object.values(content ?? {});
  return first?.schema as Schema | undefined;
}

function mapValues<In, Out>(record: Record<string, In>, map: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
