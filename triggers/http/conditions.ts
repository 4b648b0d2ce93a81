/** Conditions of requests, as RFC 9110 has them (section 13), for what is shown with an ETag. */
import { createHash } from 'node:crypto';
import type { HttpRequest } from '@azure/functions';
import { z } from 'zod';
import { SlipwayError } from '../../lib/errors.ts';

const ifNoneMatch = z.string().optional();

/** Of an operation that changes what is shown. */
export const changeConditions = z.object({
  'If-Match': z
    .string()
    .optional()
    .describe('An ETag: changes only the version that has it. * changes only what is there already.'),
  'If-None-Match': ifNoneMatch.describe('* changes nothing that is there already.'),
});

/** Of an operation that shows it. */
export const readConditions = z.object({
  'If-None-Match': ifNoneMatch.describe('An ETag: answers 304 as long as it is that of the newest version.'),
});

/** The ETag of a text: the same for the same text, whoever wrote it when. */
export function etagOf(text: string): string {
  return `"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"`;
}

/** Whether the caller has it already. Throws `invalid-request` for what is no ETag. */
export function isKnown({ headers }: HttpRequest, etag: string): boolean {
  return names(tagsIn(headers, 'If-None-Match'), etag, isSameWeakly);
}

/**
 * Before a change of `what`, whose ETag is undefined where it does not exist. Throws `precondition-failed`, and `invalid-request`
 * for what is no ETag.
 */
export function checkConditions({ headers }: HttpRequest, etag: string | undefined, what: string): void {
  const match = tagsIn(headers, 'If-Match');
  const noneMatch = tagsIn(headers, 'If-None-Match');
  if (match && etag === undefined)
    throw failed(`${what} does not exist, and If-Match asks for one; leave that out to make one.`);
  if (match && !names(match, etag, isSame))
    throw failed(
      `${what} is not the one of If-Match, ${headers.get('if-match')}: it has been changed since. Get it again, and make your change in that.`,
    );
  if (names(noneMatch, etag, isSameWeakly))
    throw failed(`${what} is there already, and If-None-Match asks for it not to be.`);
}

type Tags = '*' | string[] | undefined;

function names(tags: Tags, etag: string | undefined, compare: typeof isSame): boolean {
  if (tags === undefined || etag === undefined) return false;
  return tags === '*' || tags.some((tag) => compare(tag, etag));
}

/** A weak ETag stands for what is only nearly the same, so that no change may rely on it. */
function isSame(tag: string, etag: string): boolean {
  return tag === etag;
}

function isSameWeakly(tag: string, etag: string): boolean {
  return tag.replace(/^W\//, '') === etag;
}

const entityTag = /(?:W\/)?"[^"]*"/g;

function tagsIn(headers: HttpRequest['headers'], name: 'If-Match' | 'If-None-Match'): Tags {
  const text = headers.get(name)?.trim();
  if (text === undefined) return undefined;
  if (text === '*') return '*';
  const tags = text.match(entityTag);
  if (tags && /^[\s,]*$/.test(text.replace(entityTag, ''))) return tags;
  throw new SlipwayError(
    'invalid-request',
    `The header ${name} takes an ETag within its double quotes, as it was answered, or *; it is ${text || 'empty'}.`,
  );
}

function failed(message: string): SlipwayError {
  return new SlipwayError('precondition-failed', message);
}
