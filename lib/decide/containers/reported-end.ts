import type { ContainerSpec } from '../../../contract/container-specs.ts';
import type { ContainerEnd, ReportedResult } from '../../../contract/containers.ts';
import type { ContainerEvents } from '../../../contract/events.ts';

export type ContainerReport = ContainerEvents['containerEnded'];

/** The first final report of each essential container, by its name. They count before anything Azure shows. */
export type ContainerReports = ReadonlyMap<string, ContainerReport>;

type Specs = ReadonlyArray<Pick<ContainerSpec, 'name' | 'essential'>>;

/** The essential container that a report is of: the first where it names none. Undefined for one that decides nothing. */
export function reportingContainer(containers: Specs, { container }: ContainerReport): string | undefined {
  const essential = containers.filter((each) => each.essential !== false).map(({ name }) => name);
  return container === undefined ? essential[0] : essential.find((name) => name === container);
}

/** How a group ended by its containers' own final reports; undefined while one of them may still fail. */
export function reportedEnd(containers: Specs, reports: ContainerReports): ContainerEnd | undefined {
  for (const [container, { exitCode, message }] of reports) {
    if (exitCode === 0) continue;
    const text = message ?? `The container reported that it ended with exit code ${exitCode}.`;
    return { kind: 'failed', container, exitCode, message: text };
  }
  const missing = containers.some(({ name, essential }) => essential !== false && !reports.has(name));
  return missing ? undefined : { kind: 'succeeded' };
}

/** What the containers reported for the caller: the first of them, in the order of the spec, that reported anything. */
export function reportedResult(containers: Specs, reports: ContainerReports): ReportedResult {
  for (const { name } of containers) {
    const { result, storedResult } = reports.get(name) ?? {};
    if (storedResult !== undefined) return { storedResult };
    if (result !== undefined) return { result };
  }
  return {};
}
