import { defineConfig } from 'vitest/config';

/** Generous, for a machine with two busy cores: a test that hangs must end, a slow one must not fail. */
const hangLimitMs = 60_000;
const limits = { testTimeout: hangLimitMs, hookTimeout: hangLimitMs };

/** What holds for a whole process, so that these run in one of their own: */
const ownProcess = [
  // the library's switch for HTTP streaming,
  'test/local/functions/streaming.test.ts',
  'test/triggers/on-the-host.test.ts',
  'test/kube-gateway/gateway.test.ts',
  'test/triggers/kubernetes/client-node.test.ts',
  'test/triggers/kubernetes/kubectl.test.ts',
  // and the first address at which the identity library found a managed identity.
  'test/local/durable/http-call.test.ts',
];
const endToEnd = 'test/end-to-end/**/*.test.ts';
/** These need the .NET SDK and have a command of their own. */
const onOracle = 'test/oracle/**/*.test.ts';
/** This installs packages, and has a command of its own, too. */
const ofPackage = 'test/package/**/*.test.ts';
/** These need a container engine, and have one, too. */
const onContainers = 'test/containers/**/*.test.ts';
/** These need a real Functions host, and have one, too. */
const onFunctionsHost = 'test/func/**/*.test.ts';

export default defineConfig({
  test: {
    // Much of the time is waiting for processes: a third worker fills it.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [endToEnd, ...ownProcess, onOracle, ofPackage, onContainers, onFunctionsHost],
          // Loading the Azure libraries anew for each file would take longer than the tests do.
          isolate: false,
          ...limits,
        },
      },
      {
        // The app's orchestrators once more, with timers that fire early and messages in any order, as on Azure.
        test: {
          name: 'azure-ways',
          include: ['test/orchestrators/**/*.test.ts'],
          isolate: false,
          provide: { imitatesAzure: true },
          ...limits,
        },
      },
      { test: { name: 'own-process', include: ownProcess, ...limits } },
      {
        // The local cloud as a person starts it: whole processes, a few at a time.
        test: { name: 'end-to-end', include: [endToEnd], ...limits, testTimeout: 3 * hangLimitMs },
      },
    ],
  },
});
