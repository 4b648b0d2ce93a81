import type { HttpRequest } from '@azure/functions';
import { z } from 'zod';
import { checked } from './read-body.ts';

/** The Functions host takes its keys in the query, too. */
const keys = new Set(['code', 'clientId']);

/** A switch in a query. */
export const yes = z.enum(['1', 'true', '0', 'false']).transform((text) => text === '1' || text === 'true');

/** The query as the schema has it. Throws `invalid-request` that names every mistake. */
export function readQuery<Schema extends z.ZodType>(request: HttpRequest, schema: Schema): z.output<Schema> {
  const asked = [...request.query].filter(([name]) => !keys.has(name));
  return checked(schema, Object.fromEntries(asked), 'query');
}
