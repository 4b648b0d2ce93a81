import type { ContainerSpec } from '../../../contract/container-specs.ts';
import type { ContainerGroupState, ContainerSummary } from '../../../contract/containers.ts';
import type { ContainerReports } from './reported-end.ts';

/**
 * What an outcome says of each container: as Azure showed it last, and as it reported. Before anything is known of them, they
 * wait.
 */
export function containerSummaries(
  specs: ReadonlyArray<Pick<ContainerSpec, 'name'>>,
  state: ContainerGroupState | undefined,
  reports: ContainerReports = new Map(),
): ContainerSummary[] {
  const shown = state?.kind === 'present' ? [...state.initContainers, ...state.containers] : [];
  const known = shown.length > 0 ? shown : specs.map(({ name }) => unknown(name));
  return known.map(({ name, state, restartCount, exitCode: seen }) => {
    const reported = reports.get(name)?.exitCode;
    const exitCode = reported ?? seen;
    return {
      name,
      state: reported === undefined ? state : 'terminated',
      restartCount,
      ...(exitCode === undefined ? {} : { exitCode }),
    };
  });
}

function unknown(name: string): ContainerSummary {
  return { name, state: 'waiting', restartCount: 0 };
}
