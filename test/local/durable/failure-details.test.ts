import * as df from 'durable-functions';
import { expect, test } from 'vitest';
import { openEngine } from './support/open-engine.ts';

/** What the library makes of an error's message once the app has an exception properties provider. */
const structured = JSON.stringify({
  errorType: 'DetailedError',
  errorMessage: 'with details',
  isNonRetriable: false,
  properties: { code: 42 },
  stackTrace: 'at here',
});

function detailedApp(): void {
  df.app.activity('Detailed', {
    handler: () => {
      throw new Error(structured);
    },
  });
  df.app.orchestration('Caught', function* (context) {
    try {
      yield context.df.callActivity('Detailed');
    } catch (error) {
      const { message, failureDetails } = error as Error & { failureDetails: object };
      return { message, failureDetails };
    }
  });
  df.app.orchestration('Uncaught', function* (context) {
    yield context.df.callActivity('Detailed');
  });
  df.app.orchestration('Parent', function* (context) {
    try {
      yield context.df.callSubOrchestrator('Uncaught');
    } catch (error) {
      return (error as Error & { failureDetails: object }).failureDetails;
    }
  });
}

test('gives the code an activity’s error with its type and properties', async () => {
  const engine = await openEngine(detailedApp);
  const status = await engine.run('Caught');
  expect(status.output).toMatchObject({
    message: 'DetailedError: with details',
    failureDetails: { errorType: 'DetailedError', errorMessage: 'with details', properties: { code: 42 } },
  });
  expect(status.historyEvents?.[1]).toMatchObject({
    Reason: "Activity function 'Detailed' failed with an unhandled exception.",
    Details: null,
    FailureDetails: { ErrorType: 'DetailedError', IsNonRetriable: false, Properties: { code: 42 } },
  });
});

test('shows type and message as the output of an instance that did not catch it', async () => {
  const engine = await openEngine(detailedApp);
  const status = await engine.run('Uncaught');
  expect(status.output).toBe('DetailedError: with details');
  expect(status.historyEvents?.at(-1)).toMatchObject({
    Result: "Orchestrator function 'Uncaught' failed: DetailedError: with details",
    FailureDetails: { ErrorType: 'DetailedError' },
  });
});

test('hands the details on to a parent', async () => {
  const engine = await openEngine(detailedApp);
  expect((await engine.run('Parent')).output).toMatchObject({ errorType: 'DetailedError' });
});
