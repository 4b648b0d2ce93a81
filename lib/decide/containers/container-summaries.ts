import type { ContainerSpec } from '../../../contract/container-specs.ts';
import type { ContainerGroupState, ContainerSummary } from '../../../contract/containers.ts';

/** What an outcome says of each container: as Azure showed it last. Before it showed anything, they wait. */
export function containerSummaries(
  specs: ReadonlyArray<Pick<ContainerSpec, 'name'>>,
  state: ContainerGroupState | undefined,
): ContainerSummary[] {
  const shown = state?.kind === 'present' ? [...state.initContainers, ...state.containers] : [];
  if (shown.length === 0) return specs.map(({ name }) => ({ name, state: 'waiting', restartCount: 0 }));
  return shown.map(({ name, state, restartCount, exitCode }) => ({
    name,
    state,
    restartCount,
    ...(exitCode === undefined ? {} : { exitCode }),
  }));
}
