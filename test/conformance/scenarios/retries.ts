import { area, ends, outcome, stays } from '../scenario.ts';

export const retries = area('retries', {
  succeeds: [
    'a retried activity comes back with its result',
    ends('Retry', { failures: 2, options: { first: 100, max: 5 } }),
  ],
  atOnce: ['no retry where none is needed', ends('Retry', { failures: 0, options: { first: 100, max: 3 } })],
  exhausted: [
    'after the last attempt the error reaches the code',
    ends('Retry', { failures: 9, options: { first: 100, max: 3 } }),
  ],
  one: [
    'one attempt is a call without a retry',
    ends('Retry', { failures: 9, options: { first: 100, max: 1 } }),
  ],
  backoff: [
    'a coefficient makes later waits longer',
    outcome('Retry', { failures: 2, options: { first: 100, max: 5, coefficient: 2 } }),
  ],
  cap: [
    'waits have an upper bound',
    outcome('Retry', { failures: 2, options: { first: 200, max: 5, coefficient: 100, cap: 400 } }),
  ],
  timeout: [
    'a retry timeout that passes leaves the instance running',
    stays('Retry', { name: 'FailSlowly', options: { first: 300, max: 10, timeout: 200 } }),
  ],
  uncaught: ['an activity that fails to the end fails the instance', ends('RetryUncaught')],
  text: [
    'a retry of an activity that throws a text',
    outcome('Retry', { name: 'FailText', options: { first: 100, max: 2 } }),
  ],
  detailed: [
    'a retry of an activity with failure details',
    outcome('Retry', { name: 'Detailed', options: { first: 100, max: 2 } }),
  ],
  fanOut: ['each branch of a fan-out has retries of its own', outcome('RetryFanOut')],
  thenMore: ['calls after a retry get the right results', ends('RetryThenMore')],
  misrouted: ['results go astray after a failed Task.all with a retry', outcome('MisroutedIds')],
});
