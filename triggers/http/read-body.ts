import type { HttpRequest } from '@azure/functions';
import type { z } from 'zod';
import { jsonTrouble } from '../../lib/decide/json-trouble.ts';
import { SlipwayError } from '../../lib/errors.ts';
import { mistakes, placeOf, type SchemaIssue, schemaIssues } from '../../lib/schema-issues.ts';

const mebibyte = 1_024 * 1_024;

/** GitHub sends no larger ones. */
export const webhookBodyLimit = 25 * mebibyte;

const bodyLimit = mebibyte;

/** The bytes of the body, at most `limit`. Throws `body-too-large`. */
export async function readBody(request: HttpRequest, limit = bodyLimit): Promise<Uint8Array> {
  const declared = request.headers.get('content-length');
  if (declared !== null && Number(declared) > limit) throw tooLarge(limit);
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += piece.byteLength;
    // A body in chunks has no declared size, so it is counted as it comes.
    if (size > limit) throw tooLarge(limit);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** The bytes of a body that must be there. */
export async function readRequiredBody(request: HttpRequest, limit = bodyLimit): Promise<Uint8Array> {
  const bytes = await readBody(request, limit);
  if (bytes.byteLength > 0) return bytes;
  throw new SlipwayError('body-missing', 'The body is empty; send one.');
}

/** A JSON body that must be there. */
export async function readJson<Schema extends z.ZodType>(
  request: HttpRequest,
  schema: Schema,
  limit = bodyLimit,
): Promise<z.output<Schema>> {
  return checked(schema, parsed(await readRequiredBody(request, limit)), 'body');
}

/** A JSON body that may be left out: then the schema gets an empty object. */
export async function readOptionalJson<Schema extends z.ZodType>(
  request: HttpRequest,
  schema: Schema,
  limit = bodyLimit,
): Promise<z.output<Schema>> {
  const bytes = await readBody(request, limit);
  return checked(schema, bytes.byteLength === 0 ? {} : parsed(bytes), 'body');
}

/** The value as the schema has it. Throws `invalid-request` that names every mistake with its place. */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: 'body' | 'query' | 'name',
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(what, schemaIssues(result.error, `(the whole ${what})`));
}

/** The error that names every mistake with its place. */
export function invalid(what: 'body' | 'query' | 'name', issues: readonly SchemaIssue[]): SlipwayError {
  const text = issues.map(({ place, problem }) => `${place}: ${problem}`).join('; ');
  return new SlipwayError('invalid-request', `The ${what} has ${mistakes(issues)}: ${text}`, {
    details: { issues },
  });
}

function parsed(bytes: Uint8Array): unknown {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new SlipwayError('invalid-json', `The body is not JSON: ${(error as Error).message}`);
  }
  const trouble = jsonTrouble(value);
  if (trouble) throw invalid('body', [{ place: placeOf(trouble.path), problem: trouble.problem }]);
  return value;
}

function tooLarge(limit: number): SlipwayError {
  const size = limit < mebibyte ? `${limit / 1_024} KB` : `${limit / mebibyte} MB`;
  return new SlipwayError('body-too-large', `The body is larger than ${size}.`, {
    details: { limitBytes: limit },
  });
}
