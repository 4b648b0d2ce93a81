import type { ContainerOutcome } from '../../../contract/containers.ts';
import type { JobSpec, OutputSource } from '../../../contract/jobs.ts';

/** Where the output of a job lies; `none` where there is none, with the reason where one was asked for. */
export type OutputPlace = OutputSource | { kind: 'none'; problem?: string };

/** Where to look for the output of a job that ended like this. `runId`: of its containers. */
export function outputPlace(
  runId: string,
  { output: rule, group }: Pick<JobSpec, 'output' | 'group'>,
  ended: ContainerOutcome,
): OutputPlace {
  if (ended.kind !== 'succeeded' && ended.kind !== 'failed') return { kind: 'none' };
  switch (rule?.kind) {
    case 'callback':
      return (
        posted(runId, ended) ?? { kind: 'none', problem: 'No container posted a result to its callback.' }
      );
    case 'lastLine':
      return lastLineOf(runId, ended.attempt, group, rule.container);
    case 'file':
      return fileOf(group, rule);
    default:
      return posted(runId, ended) ?? lastLineOf(runId, ended.attempt, group);
  }
}

/** Whether the log must be whole when the containers have ended, because the output may be its last line. */
export function readsLogs({ output }: Pick<JobSpec, 'output'>): 'always' | 'withoutResult' | undefined {
  if (output === undefined) return 'withoutResult';
  return output.kind === 'lastLine' ? 'always' : undefined;
}

function posted(runId: string, { result, storedResult }: ContainerOutcome): OutputSource | undefined {
  if (storedResult !== undefined) return { kind: 'stored', runId, value: storedResult };
  return result === undefined ? undefined : { kind: 'value', value: result };
}

function lastLineOf(
  runId: string,
  attempt: number,
  { containers, initContainers = [] }: JobSpec['group'],
  named?: string,
): OutputSource {
  const container = named ?? containers.find(({ essential }) => essential !== false)?.name;
  const isOnly = containers.length + initContainers.length === 1;
  return {
    kind: 'lastLine',
    log: { runId, attempt, ...(isOnly || container === undefined ? {} : { container }) },
  };
}

function fileOf(
  { volumes = [] }: JobSpec['group'],
  { volume: name, path }: { volume: string; path: string },
): OutputPlace {
  const volume = volumes.find((each) => each.name === name);
  if (volume?.kind !== 'azureFile')
    return { kind: 'none', problem: `The group has no volume "${name}" of Azure Files.` };
  const { account, share, key } = volume;
  return { kind: 'file', account, share, key, path };
}
