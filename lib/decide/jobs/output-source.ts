import type { ContainerOutcome } from '../../../contract/containers.ts';
import type { JobSpec, OutputSource } from '../../../contract/jobs.ts';

/** Where the output of a job lies that ended like this; undefined where there is none. `runId`: of its containers. */
export function outputSource(
  runId: string,
  { output: rule, group }: Pick<JobSpec, 'output' | 'group'>,
  { kind, attempt, result }: ContainerOutcome,
): OutputSource | undefined {
  if (kind !== 'succeeded' && kind !== 'failed') return undefined;
  const posted = result === undefined ? undefined : ({ kind: 'value', value: result } as const);
  switch (rule?.kind) {
    case 'callback':
      return posted;
    case 'lastLine':
      return lastLineOf(runId, attempt, group, rule.container);
    case 'file':
      return fileOf(group, rule);
    default:
      return posted ?? lastLineOf(runId, attempt, group);
  }
}

/** Whether the log must be whole when the containers have ended, because the output may be its last line. */
export function readsLogs({ output }: Pick<JobSpec, 'output'>): 'always' | 'withoutResult' | undefined {
  if (output === undefined) return 'withoutResult';
  return output.kind === 'lastLine' ? 'always' : undefined;
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
): OutputSource | undefined {
  const volume = volumes.find((each) => each.name === name);
  if (volume?.kind !== 'azureFile') return undefined;
  const { account, share, key } = volume;
  return { kind: 'file', account, share, key, path };
}
