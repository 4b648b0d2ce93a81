/** Everything in which Azure hangs, loses or kills is a trap of the strict bench, with a test and a row in the docs. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const strict = 'strict.test.ts';
const callers = 'strict-callers.test.ts';
const start = 'strict-start.test.ts';

/** What people do, by a few words; the test that shows it fail; its file; the trap. */
const rows: [what: string, title: string, file: string, trap: string][] = [
  ['unknown activity', 'an activity that is not registered', strict, 'unknownFunction'],
  ['unknown child', 'a child that is not registered', strict, 'unknownFunction'],
  ['unknown entity', 'an entity that is not registered', strict, 'unknownFunction'],
  ['open loser of a race', 'the loser of a race left open', strict, 'openTasks'],
  ['failed fan-out, retries', 'a fan-out that fails while a branch is being retried', strict, 'misroutedIds'],
  [
    'failed fan-out, event',
    'a fan-out that fails while a branch waits for an event',
    strict,
    'stalledFanOut',
  ],
  ['race, retries', 'a race of a retried activity whose timer is cancelled', strict, 'retriedInRace'],
  ['retryTimeout', 'a retryTimeout that passes', strict, 'retryTimeout'],
  ['throw undefined', 'throw undefined', strict, 'nothingThrown'],
  ['a thrown text', 'a thrown text', strict, 'notAnError'],
  [
    'long timer cancelled',
    'a timer of over six days that is cancelled after its first part',
    strict,
    'longTimerCancelled',
  ],
  ['timer twice', 'a timer that is awaited a second time', strict, 'timerAgain'],
  ['task twice', 'an activity that is put into a second race while it runs', strict, 'taskAgain'],
  [
    'early timer',
    'show the loop that waits until the clock says so',
    'imitate-azure.test.ts',
    'timerTrusted',
  ],
  ['id of a child in use', 'a child whose id is in use', strict, 'childIdInUse'],
  ['own id for a child', 'a child with its own id', strict, 'childIdIsOwn'],
  ["parent's id for a child", 'a child with the id of its parent', strict, 'childIdIsOwn'],
  ['too many actions', 'more actions than the host allows', strict, 'tooManyActions'],
  ['child terminated', 'fails on a child that is terminated', strict, 'childTerminated'],
  ['continueAsNew, events', 'events lost at continueAsNew', strict, 'eventsLost'],
  ['continueAsNew, race', 'a monitor that continues as new right after its race', strict, 'eventAgain'],
  [
    'continueAsNew, status',
    'a custom status that is not set again after continueAsNew',
    strict,
    'statusLost',
  ],
  ['two starts at once', 'two starts of one id at the same moment', callers, 'racingStarts'],
  ['suspended', 'fails on an event for a suspended instance', strict, 'whileSuspended'],
  ['input true', 'the activity input true', strict, 'booleanInput'],
  ['continueAsNew, text', 'a text for continueAsNew', strict, 'stringContinued'],
  ['202 without Location', 'fails on a 202 without a Location', strict, 'noLocation'],
  ['shared cookies', 'fails on a cookie that another instance was given', strict, 'cookieShared'],
  ['entity name with capitals', 'an entity that signals a name with capitals', strict, 'entityNameCase'],
  ['lock never freed', 'fails on a lock that nobody frees any more', strict, 'lockKept'],
  ['status over 16 KB', 'a custom status over 16 KB', strict, 'statusTooBig'],
  [
    'wrong replay',
    'says what the history holds and what the code asks for when the two part',
    'determinism.test.ts',
    'nonDeterministic',
  ],
  ['crash', 'fails on an activity that ran at a crash', strict, 'inFlightAtCrash'],
  ['unknown orchestrator', 'fails on an orchestrator that is not registered', strict, 'unknownOrchestrator'],
  ['purge', 'fails on a purge that would delete running instances', strict, 'purgeEverything'],
  ['event without data', 'an event without data', callers, 'eventWithoutData'],
  ['no Content-Length', 'a start without a Content-Length', callers, 'noContentLength'],
  ['odd ids', 'fails on the instance id %s', strict, 'oddInstanceId'],
  ['numeric reason', 'a termination whose reason is a number', callers, 'numericReason'],
  ['other version', 'a version that the host does not run', callers, 'versionRejected'],
  ['overlapping routes', 'routes that overlap', callers, 'routeShadowed'],
  ['malformed route', 'a strict bench does not start on a malformed route', start, 'routeMalformed'],
  [
    'file throws at load',
    'a strict bench does not start on a file that throws when it is loaded',
    start,
    'loadFailed',
  ],
  [
    'extra listener',
    'a strict bench fails on a listener on the port of the Durable extension',
    start,
    'extensionPort',
  ],
  ['route admin', 'a route that begins with admin', callers, 'routeRefused'],
  ['handler throws', 'a handler that throws', callers, 'handlerFailed'],
  ['handler returns a text', 'a handler that returns a text', callers, 'handlerFailed'],
  ['several Set-Cookie headers', 'several cookies by headers', callers, 'cookieLost'],
  ['chunked body', 'a chunked body', callers, 'chunkedBody'],
  ['body over 100 MB', 'a body over 100 MB', callers, 'bodyTooBig'],
  ['wrong method', 'a method that the function does not list', callers, 'wrongMethod'],
  ['repeated query keys', 'a query key that comes twice', callers, 'repeatedQuery'],
];

test.each(rows)('%s: "%s" in %s fails with %s', (_what, title, file, trap) => {
  const tests = readFileSync(`${import.meta.dirname}/${file}`, 'utf8');
  expect(tests).toContain(`'${title}'`);
  expect(tests).toContain(`'${trap}'`);
});

/** The members of a union of names in a file of types. */
function namesOf(file: string, type: string): string[] {
  const [, union = ''] = new RegExp(`type ${type} =([^;]*);`).exec(readFileSync(file, 'utf8')) ?? [];
  return [...union.matchAll(/'(\w+)'/g)].map(([, name = '']) => name);
}

test('every trap of the engine and of the host is in a row, and in the tables of docs/testing.md and local/README.md', () => {
  const traps = [
    ...namesOf('local/durable/log.ts', 'TrapName'),
    ...namesOf('local/functions/log.ts', 'HostTrap'),
  ];
  expect(traps.length).toBeGreaterThan(35);
  expect(new Set(rows.map(([, , , trap]) => trap))).toEqual(new Set(traps));
  const documented = readFileSync('docs/testing.md', 'utf8');
  for (const trap of [...traps, ...namesOf('local/testing/trap-error.ts', 'BenchTrap')])
    expect(documented).toContain(`\`${trap}\``);
  const told = readFileSync('local/README.md', 'utf8');
  expect(
    Array.from(told.matchAll(/^\| `(\w+)` \|.*\[.*\]\(.*\.test\.ts\) \|$/gm), ([, name]) => name).sort(),
  ).toEqual(traps.toSorted());
});
