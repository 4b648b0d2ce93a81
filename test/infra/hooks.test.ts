import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';

const outputs = {
  AZURE_ENV_NAME: 'prod',
  AZURE_SUBSCRIPTION_ID: 'sub',
  AZURE_RESOURCE_GROUP: 'rg-prod',
  SLIPWAY_APP: 'slipway-abc',
  SLIPWAY_IMAGE: 'hugo:0.131.0',
  SLIPWAY_REGISTRY_NAME: 'slipwayabc',
  SLIPWAY_STARTER_CATALOG: '{"sites":{"blog":{"repository":"https://example.com/blog.git"}}}',
  SLIPWAY_STORAGE: 'slipwayabc',
  SLIPWAY_URL: 'https://slipway-abc.azurewebsites.net',
  SLIPWAY_VAULT: 'slipway-abc',
};

/** Runs a hook with an Azure CLI that notes its arguments and answers by the words with which they begin. */
function runHook(hook: string, answers: Record<string, unknown>, env: Record<string, string> = outputs) {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-hook-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const log = join(folder, 'log');
  writeFileSync(log, '');
  const program = join(folder, 'az');
  writeFileSync(
    program,
    `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs');
const args = process.argv.slice(2);
const file = args[args.indexOf('--file') + 1];
const content = args.includes('upload') ? readFileSync(file, 'utf8') : undefined;
appendFileSync(${JSON.stringify(log)}, JSON.stringify({ args, content }) + '\\n');
const answers = ${JSON.stringify(answers)};
const [words] = Object.keys(answers).filter((words) => args.join(' ').startsWith(words));
process.stdout.write(words ? JSON.stringify(answers[words]) : '');
`,
  );
  chmodSync(program, 0o755);
  const { status, stdout, stderr } = spawnSync(process.execPath, [`infra/hooks/${hook}.mjs`], {
    env: { ...env, PATH: `${folder}${delimiter}${process.env.PATH}`, HOME: process.env.HOME },
    encoding: 'utf8',
  });
  const calls = readFileSync(log, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { args: string[]; content?: string });
  return { status, stdout, stderr, calls, lines: calls.map(({ args }) => args.join(' ')) };
}

describe('after the infrastructure was made', () => {
  test('the build image is built by the registry, and the first catalog uploaded', () => {
    const { status, lines, calls } = runHook('after-provision', { 'storage blob exists': { exists: false } });
    expect(status).toBe(0);
    expect(lines.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'acr build --registry',
      'storage blob exists',
      'storage blob upload',
    ]);
    expect(lines[0]).toMatch(/--image hugo:0\.131\.0 .*--build-arg BASE=node:\S+-trixie-slim/);
    expect(JSON.parse(calls[2]?.content ?? '')).toEqual(JSON.parse(outputs.SLIPWAY_STARTER_CATALOG));
  });

  test('an image of a Hugo that nobody knows is refused with those that there are', () => {
    const { status, stderr, calls } = runHook(
      'after-provision',
      {},
      { ...outputs, SLIPWAY_IMAGE: 'hugo:latest' },
    );
    expect(status).not.toBe(0);
    expect(stderr).toContain('hugoImage is "hugo:latest"; its tag is one of 0.111.3, 0.131.0.');
    expect(calls).toEqual([]);
  });

  test('a catalog that is there stays', () => {
    const { lines } = runHook('after-provision', { 'storage blob exists': { exists: true } });
    expect(lines.join('\n')).not.toContain('upload');
  });
});

test('after a deployment events are subscribed, and what comes next is said', () => {
  const { status, lines, stdout } = runHook('after-deploy', {});
  expect(status).toBe(0);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(
    /^deployment group create .*events\.bicep --parameters appName=slipway-abc storageName=slipwayabc/,
  );
  expect(stdout).toContain('https://slipway-abc.azurewebsites.net/api/webhooks/github');
});

test('when everything was deleted, the roles of this deployment go, and those of no other', () => {
  const role = (key: string, environment: string) => ({
    id: `/roles/${key}`,
    name: key,
    roleName: `Slipway ${key} abc (${environment})`,
  });
  const { status, lines } = runHook('after-down', {
    'role definition list': [
      role('containers', 'prod'),
      role('others', 'test'),
      { id: '/x', name: 'x', roleName: 'Mine (prod)' },
    ],
    'role assignment list': [{ id: '/assignments/1' }],
  });
  expect(status).toBe(0);
  expect(lines.slice(1).map((line) => line.replace(/ --only-show-errors.*/, ''))).toEqual([
    'role assignment list --all --role containers',
    'role assignment delete --ids /assignments/1',
    'role definition delete --name containers --scope /subscriptions/sub',
  ]);
});

test('a hook without what azd tells it names what is missing', () => {
  const { status, stderr, calls } = runHook('after-deploy', {}, { AZURE_RESOURCE_GROUP: 'rg-prod' });
  expect(status).not.toBe(0);
  expect(stderr).toContain('SLIPWAY_APP, SLIPWAY_STORAGE, SLIPWAY_URL, SLIPWAY_VAULT missing');
  expect(calls).toEqual([]);
});

test('azure.yaml names hooks that are there, and the folder that the app is packed into', () => {
  const { hooks, services } = parse(readFileSync('azure.yaml', 'utf8'));
  const runs = Object.values(hooks as Record<string, Record<string, { run: string }>>)
    .flatMap((systems) => Object.values(systems))
    .map(({ run }) => run);
  expect(runs.length).toBeGreaterThan(0);
  for (const run of runs) expect(existsSync(run.split(' ').at(-1) ?? ''), run).toBe(true);
  expect(readFileSync('scripts/pack-app.mjs', 'utf8')).toContain(
    `join(root, ${services.app.dist
      .split('/')
      .map((part: string) => `'${part}'`)
      .join(', ')})`,
  );
});
