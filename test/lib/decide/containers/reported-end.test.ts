import { expect, test } from 'vitest';
import { reportedEnd } from '../../../../lib/decide/containers/reported-end.ts';

test('a report of exit code 0 is a success, whatever it holds', () => {
  expect(reportedEnd({ attempt: 1, exitCode: 0, message: 'fine', result: { sum: 3 } })).toEqual({
    kind: 'succeeded',
  });
});

test('a report of another exit code is a failure with its message', () => {
  expect(reportedEnd({ attempt: 1, exitCode: 65, message: 'no such template' })).toEqual({
    kind: 'failed',
    exitCode: 65,
    message: 'no such template',
  });
});

test('a failure without a message has one that names the exit code', () => {
  expect(reportedEnd({ attempt: 1, exitCode: 3 })).toMatchObject({ message: expect.stringContaining('3') });
});
