/** `npm run conformance`: what it does is said in its usage text. */
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { hasDotnet } from '../oracle/build-oracle.ts';
import { packagePath } from '../oracle/package-path.ts';
import { buildApp } from './build-app.ts';
import { type Options, readOptions, usage } from './command-options.ts';
import { hosts, isHttpHost } from './hosts.ts';
import { runRandom } from './random/run-random.ts';
import { type AreaRecord, readRecord, writeRecord } from './record.ts';
import { type Played, runScenarios } from './run-scenarios.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';
import { type RunningHost, startOurs } from './start-ours.ts';
import { startReal, stillMs } from './start-real.ts';
import { tableOf } from './table.ts';
import { judge } from './verdicts.ts';

const url = process.env.CONFORMANCE_URL;

const options = optionsOrEnd();
const named = scenarios.filter((one) => options.only.some((text) => one.name.includes(text)));
// A host that we do not start has its own settings.
const chosen = url === undefined ? named : named.filter((one) => one.host === options.host);

if (options.help) print(usage);
else if (options.random) {
  if (!hasDotnet()) end('The real extension needs the .NET 10 SDK, and there is no `dotnet` with it here.');
  if ((await runRandom(options.random, print)) > 0) process.exitCode = 1;
} else if (options.app !== undefined) await buildApp(resolve(options.app), hosts[options.host]);
else if (options.record) await record(options.new ? await neverRecorded(chosen) : chosen);
else if (options.table) await writeFile(packagePath('docs/conformance.md'), await tableOf(scenarios));
else await compare(chosen);
// The libraries keep sockets open.
process.exit();

function optionsOrEnd(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    return end(`${(error as Error).message}\n\n${usage}`);
  }
}

function end(problem: string): never {
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}

/** The host of CONFORMANCE_URL, which somebody else started and will stop. */
async function hostThere(origin: string): Promise<RunningHost> {
  const { CONFORMANCE_MASTER_KEY: masterKey } = process.env;
  return { origin, stillMs, ...(masterKey && { masterKey }), stop: async () => {} };
}

/** What kind of host is at CONFORMANCE_URL. */
async function versionThere(origin: string): Promise<string> {
  const headers = { 'x-functions-key': process.env.CONFORMANCE_MASTER_KEY ?? '' };
  const status = (await (await fetch(`${origin}/admin/host/status`, { headers })).json()) as {
    version: string;
  };
  return `Functions host ${status.version}`;
}

async function record(named: readonly Scenario[]): Promise<void> {
  const played = named.filter((one) => isHttpHost(one.host) === (url !== undefined));
  const start = url === undefined ? startReal : () => hostThere(url);
  const recordedOn = url === undefined ? undefined : await versionThere(url);
  const results = await runScenarios(played, { start, atOnce: 8, hostsAtOnce: 1 });
  for (const [area, own] of byArea(results)) {
    const known = await readRecord(area);
    const fresh = Object.fromEntries(
      own.map(({ scenario: { name, title }, seen }) => [name, { title, seen }]),
    );
    const all: AreaRecord = { ...known, ...fresh };
    const names = scenarios.filter((one) => one.area === area).map((one) => one.name);
    await writeRecord(
      area,
      Object.fromEntries(names.flatMap((name) => (all[name] ? [[name, all[name]]] : []))),
      recordedOn,
    );
  }
  execFileSync('npx', ['biome', 'format', '--write', packagePath('test/conformance/recorded')]);
  for (const { scenario, error } of results) {
    if (!error) continue;
    print(`${scenario.name}: ${error.message}`);
    process.exitCode = 1;
  }
  print(`${results.length} scenarios recorded.`);
}

async function neverRecorded(some: readonly Scenario[]): Promise<Scenario[]> {
  const known = await Promise.all(some.map((one) => readRecord(one.area)));
  return some.filter((one, index) => !known[index]?.[one.name]);
}

async function compare(played: readonly Scenario[]): Promise<void> {
  const start = url === undefined ? startOurs : () => hostThere(url);
  const results = await runScenarios(played, { start, atOnce: 40, hostsAtOnce: 3 });
  const counts = { equal: 0, different: 0, wrong: 0 };
  for (const [area, own] of byArea(results)) {
    const known = await readRecord(area);
    for (const one of own) {
      const verdict = judge(one, known);
      counts[verdict.kind]++;
      print(`${verdict.kind.padEnd(9)} ${one.scenario.name}: ${one.scenario.title}`);
      if (verdict.kind === 'different') for (const why of verdict.why) print(`            ${why}`);
      if (verdict.kind === 'wrong') for (const problem of verdict.problems) print(`            ${problem}`);
    }
  }
  print(`${counts.equal} equal, ${counts.different} deliberately different, ${counts.wrong} wrong`);
  if (counts.wrong > 0) process.exitCode = 1;
}

function byArea(results: readonly Played[]): Map<string, Played[]> {
  const areas = new Map<string, Played[]>();
  for (const one of results) areas.set(one.scenario.area, [...(areas.get(one.scenario.area) ?? []), one]);
  return areas;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
