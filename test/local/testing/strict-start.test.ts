/** Traps that an app steps into while it starts: the bench does not start. */
import { app } from '@azure/functions';
import { expect, test } from 'vitest';
import { startTestHost, TrapError } from '../../../local/testing/index.ts';

const register = () => {
  app.http('broken', { route: 'sites/{name', handler: () => ({}) });
  app.http('sound', { handler: () => ({}) });
};

test('a strict bench does not start on a malformed route', async () => {
  const error = await startTestHost({ app: { register } }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(TrapError);
  expect(error).toMatchObject({
    trap: 'routeMalformed',
    message: expect.stringMatching(
      /'sites\/\{name' of 'broken' is malformed.*answers 503.*Correct the route/,
    ),
  });
});

test.each([false, { allow: ['routeMalformed'] as const }])(
  'nor does one that allows it (%j), as the host has no engine then',
  async (strict) => {
    const error = await startTestHost({ app: { register }, strict }).catch((caught: unknown) => caught);
    expect(error).not.toBeInstanceOf(TrapError);
    expect(error).toMatchObject({
      message: expect.stringContaining("'sites/{name' of 'broken' is malformed"),
    });
  },
);
