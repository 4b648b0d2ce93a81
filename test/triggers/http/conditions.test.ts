import { HttpRequest } from '@azure/functions';
import { expect, test } from 'vitest';
import { checkConditions, etagOf, isKnown } from '../../../triggers/http/conditions.ts';

const etag = etagOf('as it stands');
const other = etagOf('as it stood');
const requestWith = (headers: Record<string, string>) =>
  new HttpRequest({ method: 'PUT', url: 'https://slipway.test/api/fleets/arena', headers });

/** The code of the refusal of a change. */
function refusal(headers: Record<string, string>, standing: string | undefined): unknown {
  try {
    checkConditions(requestWith(headers), standing, 'It');
    return 'none';
  } catch (error) {
    return (error as { code: unknown }).code;
  }
}

test('the ETag of a text is a strong one, and that of no other text', () => {
  expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
  expect(etagOf('as it stands')).toBe(etag);
  expect(other).not.toBe(etag);
});

test.each<[why: string, headers: Record<string, string>, standing: string | undefined, code: string]>([
  ['without a condition', {}, etag, 'none'],
  ['of what is not there, without a condition', {}, undefined, 'none'],
  ['of that version', { 'If-Match': etag }, etag, 'none'],
  ['of one of several versions', { 'If-Match': `"a,b" , ${other},${etag}` }, etag, 'none'],
  ['of another version', { 'If-Match': other }, etag, 'precondition-failed'],
  ['of a version that is only nearly the same', { 'If-Match': `W/${etag}` }, etag, 'precondition-failed'],
  ['of whatever is there', { 'If-Match': '*' }, etag, 'none'],
  ['of whatever is there, where nothing is', { 'If-Match': '*' }, undefined, 'precondition-failed'],
  ['of a version, where nothing is', { 'If-Match': etag }, undefined, 'precondition-failed'],
  ['where nothing is', { 'If-None-Match': '*' }, undefined, 'none'],
  ['where something is', { 'If-None-Match': '*' }, etag, 'precondition-failed'],
  ['of any version but that', { 'If-None-Match': `W/${etag}` }, etag, 'precondition-failed'],
  ['of any version but another', { 'If-None-Match': other }, etag, 'none'],
  ['where not both conditions hold', { 'If-Match': etag, 'If-None-Match': '*' }, etag, 'precondition-failed'],
  ['of an ETag without its quotes', { 'If-Match': etag.replaceAll('"', '') }, etag, 'invalid-request'],
  ['of an ETag and something else', { 'If-Match': `${etag} *` }, etag, 'invalid-request'],
  ['of nothing', { 'If-Match': '' }, etag, 'invalid-request'],
])('a change %s is answered as HTTP has it', (_why, headers, standing, code) => {
  expect(refusal(headers, standing)).toBe(code);
});

test.each([
  [etag, true],
  [`W/${etag}`, true],
  [`${other}, ${etag}`, true],
  ['*', true],
  [other, false],
])('who has the version %s is told so only when it is the newest', (known, expected) => {
  expect(isKnown(requestWith({ 'If-None-Match': known }), etag)).toBe(expected);
});
