import type { Job } from 'kubernetes-types/batch/v1.js';
import type { ConfigMap, Event, Namespace, Pod, Secret } from 'kubernetes-types/core/v1.js';
import type { KubeObject } from '../../../contract/kube-objects.ts';
import { humanDuration } from './human-duration.ts';
import { podCells } from './pod-cells.ts';

export type Column<Kind = KubeObject> = {
  name: string;
  /** Only with `-o wide`. */
  wide?: true;
  cell: (object: Kind, now: Date) => string | number;
};

const age: Column = {
  name: 'Age',
  cell: ({ metadata }, now) => since(metadata.creationTimestamp, now),
};
const nameColumn: Column = { name: 'Name', cell: ({ metadata }) => metadata.name };

const podColumns = columns<Pod>([
  { name: 'Ready', cell: (pod, now) => podCells(pod, now).ready },
  { name: 'Status', cell: (pod, now) => podCells(pod, now).status },
  { name: 'Restarts', cell: (pod, now) => podCells(pod, now).restarts },
]);

const widePodColumns = columns<Pod>([
  { name: 'IP', wide: true, cell: ({ status }) => status?.podIP || '<none>' },
  { name: 'Node', wide: true, cell: ({ spec }) => spec?.nodeName || '<none>' },
  { name: 'Nominated Node', wide: true, cell: () => '<none>' },
  { name: 'Readiness Gates', wide: true, cell: () => '<none>' },
]);

const jobColumns = columns<Job>([
  { name: 'Status', cell: jobStatus },
  {
    name: 'Completions',
    cell: ({ spec, status }) =>
      spec?.completions === undefined && (spec?.parallelism ?? 1) > 1
        ? `${status?.succeeded ?? 0}/1 of ${spec?.parallelism}`
        : `${status?.succeeded ?? 0}/${spec?.completions ?? 1}`,
  },
  {
    name: 'Duration',
    cell: ({ status }, now) =>
      status?.startTime
        ? humanDuration(timeOf(status.completionTime, now) - Date.parse(status.startTime))
        : '',
  },
]);

const wideJobColumns = columns<Job>([
  {
    name: 'Containers',
    wide: true,
    cell: (job) =>
      containersOf(job)
        .map(({ name }) => name)
        .join(','),
  },
  {
    name: 'Images',
    wide: true,
    cell: (job) =>
      containersOf(job)
        .map(({ image }) => image)
        .join(','),
  },
  {
    name: 'Selector',
    wide: true,
    cell: ({ spec }) =>
      Object.entries(spec?.selector?.matchLabels ?? {})
        .map(([key, value]) => `${key}=${value}`)
        .join(',') || '<none>',
  },
]);

const eventColumns = columns<Event>([
  { name: 'Last Seen', cell: ({ lastTimestamp }, now) => since(lastTimestamp, now) },
  { name: 'Type', cell: ({ type }) => type ?? '' },
  { name: 'Reason', cell: ({ reason }) => reason ?? '' },
  {
    name: 'Object',
    cell: ({ involvedObject: { kind, name } }) => `${(kind ?? '').toLowerCase()}/${name}`,
  },
  { name: 'Subobject', wide: true, cell: ({ involvedObject }) => involvedObject.fieldPath ?? '' },
  { name: 'Source', wide: true, cell: ({ source }) => source?.component ?? '' },
  { name: 'Message', cell: ({ message }) => (message ?? '').trim() },
  { name: 'First Seen', wide: true, cell: ({ firstTimestamp }, now) => since(firstTimestamp, now) },
  { name: 'Count', wide: true, cell: ({ count }) => count ?? 1 },
  { name: 'Name', wide: true, cell: ({ metadata }) => metadata.name ?? '' },
]);

/** By resource. */
export const tableColumns: Record<string, readonly Column[]> = {
  configmaps: [
    nameColumn,
    ...columns<ConfigMap>([
      { name: 'Data', cell: ({ data, binaryData }) => sizeOf(data) + sizeOf(binaryData) },
    ]),
    age,
  ],
  events: eventColumns,
  jobs: [nameColumn, ...jobColumns, age, ...wideJobColumns],
  namespaces: [
    nameColumn,
    ...columns<Namespace>([{ name: 'Status', cell: ({ status }) => status?.phase ?? '' }]),
    age,
  ],
  pods: [nameColumn, ...podColumns, age, ...widePodColumns],
  secrets: [
    nameColumn,
    ...columns<Secret>([
      { name: 'Type', cell: ({ type }) => type ?? 'Opaque' },
      { name: 'Data', cell: ({ data }) => sizeOf(data) },
    ]),
    age,
  ],
};

/** What is stored of a kind has its form: it was checked against the schema. */
function columns<Kind>(list: readonly Column<Kind>[]): Column[] {
  return list as unknown as Column[];
}

function jobStatus({ metadata, spec, status }: Job): string {
  const holds = (type: string) =>
    status?.conditions?.some((each) => each.type === type && each.status === 'True');
  if (holds('Complete')) return 'Complete';
  if (holds('Failed')) return 'Failed';
  if (metadata?.deletionTimestamp) return 'Terminating';
  return spec?.suspend ? 'Suspended' : 'Running';
}

function containersOf({ spec }: Job): Array<{ name: string; image?: string }> {
  return spec?.template.spec?.containers ?? [];
}

function sizeOf(map: Record<string, string> | undefined): number {
  return Object.keys(map ?? {}).length;
}

function timeOf(time: string | undefined, now: Date): number {
  return time ? Date.parse(time) : now.getTime();
}

function since(time: string | undefined, now: Date): string {
  return time ? humanDuration(now.getTime() - Date.parse(time)) : '<unknown>';
}
