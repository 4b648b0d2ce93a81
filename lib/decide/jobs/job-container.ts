import type { ContainerGroupSpec } from '../../../contract/container-specs.ts';
import type { JobRequest } from '../../../contract/jobs.ts';

/** The container group of one job: the template's, with the input and the variables of this run. */
export function jobContainer(
  runId: string,
  { spec, input, environment = {} }: Pick<JobRequest, 'spec' | 'input' | 'environment'>,
): ContainerGroupSpec {
  const { group } = spec;
  const given: Record<string, string> = {
    ...environment,
    ...(input?.kind === 'inline' ? { SLIPWAY_INPUT: JSON.stringify(input.value) } : {}),
  };
  const withGiven = <Container extends { environment: Record<string, string>; secrets: object }>(
    container: Container,
  ): Container => ({
    ...container,
    // Azure refuses a variable that is there twice, so a secret goes before a plain value of its name.
    environment: Object.fromEntries(
      Object.entries({ ...container.environment, ...given }).filter(
        ([name]) => !Object.hasOwn(container.secrets, name),
      ),
    ),
  });
  return {
    ...group,
    containers: group.containers.map(withGiven),
    ...(group.initContainers && { initContainers: group.initContainers.map(withGiven) }),
    ...(input?.kind === 'stored' ? { grants: { ...group.grants, input: runId } } : {}),
    reports: 'slipway',
  };
}
