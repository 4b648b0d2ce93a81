import { describe, expect, test } from 'vitest';
import {
  type ContainerReport,
  reportedEnd,
  reportedResult,
  reportingContainer,
} from '../../../../lib/decide/containers/reported-end.ts';

const one = [{ name: 'main' }];
const several = [{ name: 'main' }, { name: 'helper', essential: false }, { name: 'second' }];

function reports(of: Record<string, Partial<ContainerReport>>): Map<string, ContainerReport> {
  return new Map(
    Object.entries(of).map(([container, report]) => [
      container,
      { attempt: 1, container, exitCode: 0, ...report },
    ]),
  );
}

describe('the end of a group by its reports', () => {
  test('is a success at exit code 0, whatever the report holds', () => {
    expect(reportedEnd(one, reports({ main: { message: 'fine', result: { sum: 3 } } }))).toEqual({
      kind: 'succeeded',
    });
  });

  test('is a failure at another exit code, with its container and its message', () => {
    expect(reportedEnd(one, reports({ main: { exitCode: 65, message: 'no such template' } }))).toEqual({
      kind: 'failed',
      container: 'main',
      exitCode: 65,
      message: 'no such template',
    });
  });

  test('is a failure whose message names the exit code where the report has none', () => {
    expect(reportedEnd(one, reports({ main: { exitCode: 3 } }))).toMatchObject({
      message: expect.stringContaining('3'),
    });
  });

  test('is open until every essential container has reported', () => {
    expect(reportedEnd(several, reports({ main: {} }))).toBeUndefined();
    expect(reportedEnd(several, reports({ main: {}, second: {} }))).toEqual({ kind: 'succeeded' });
  });

  test('is a failure as soon as one of them has failed', () => {
    expect(reportedEnd(several, reports({ second: { exitCode: 4 } }))).toMatchObject({
      kind: 'failed',
      container: 'second',
      exitCode: 4,
    });
  });
});

test('a report is of the container that it names, of the first essential one where it names none, and else of none', () => {
  const from = (container?: string) => reportingContainer(several, { attempt: 1, container, exitCode: 0 });
  expect([from('second'), from(), from('helper'), from('stranger')]).toEqual([
    'second',
    'main',
    undefined,
    undefined,
  ]);
});

test('what is reported for the caller is of the first container of the spec that reported anything', () => {
  expect(reportedResult(several, reports({ second: { result: 2 }, main: { result: 1 } }))).toEqual({
    result: 1,
  });
  expect(reportedResult(several, reports({ second: { result: null }, main: {} }))).toEqual({ result: null });
  expect(reportedResult(several, reports({ main: {} }))).toEqual({});
});
