/** Jobs: any image run to its end, one at a time, as an array or as a graph. */
import type { LogName } from './container-runs.ts';
import type { ContainerGroupSpec, SecretSource } from './container-specs.ts';
import type {
  ContainerEnd,
  ContainerSummary,
  ContainerUsage,
  ImageTrouble,
  ResultName,
} from './containers.ts';

/** A named template of the catalog. */
export type Job = { name: string; spec: JobSpec; triggers: JobTrigger[] };

/** What is run, whole: every default is filled in. */
export type JobSpec = {
  group: ContainerGroupSpec;
  /** How long a run waits for its turn to create a container group. */
  queueDeadlineSeconds: number;
  /** Where the output comes from. Without a rule: what the container posts, else its last line that is JSON. */
  output?: OutputRule;
  /** How long after its end anything of a run is kept; the app's retention when absent. */
  timeToLiveMinutes?: number;
};

export type OutputRule =
  /** What a container posts as `result` of its final report. */
  | { kind: 'callback' }
  /** The last line on standard output that is JSON; of the first essential container unless one is named. */
  | { kind: 'lastLine'; container?: string }
  /** A file of a volume of kind `azureFile`; its text, parsed where it is JSON. */
  | { kind: 'file'; volume: string; path: string };

/** What starts a run of a template without a request. `input` says how the event becomes the input. */
export type JobTrigger = { name: string; input?: InputTemplate } & (
  | {
      kind: 'schedule';
      /** Five fields: schedules are looked at once a minute. */
      cron: string;
      /** IANA; UTC when absent. */
      timeZone?: string;
      /** What happens when the run before still goes on. */
      whenRunning: 'skip' | 'queue';
    }
  | { kind: 'queue'; queue: string }
  /** A blob that was written. `prefix` and `suffix` are of its name. */
  | { kind: 'blob'; account?: string; container: string; prefix?: string; suffix?: string }
  | { kind: 'eventGrid'; types?: string[]; subjectBeginsWith?: string; subjectEndsWith?: string }
);

/** JSON in which texts such as `{body.text}` stand for parts of the event. Absent: the message's body, else the whole event. */
export type InputTemplate = unknown;

/** JSON for a run's containers: up to 32 KB stand in the run itself, more in a document of the run. */
export type JobValue = { kind: 'inline'; value: unknown } | { kind: 'stored'; bytes: number };

/** What a run was started by. */
export type JobCause =
  | 'request'
  | 'rerun'
  | 'array'
  | 'graph'
  | 'schedule'
  | 'queue'
  | 'blob'
  | 'eventGrid'
  | 'kubernetes';

/** The run that asked for this one, and waits for it. */
export type JobParent = { runId: string /** The index in an array, or the name in a graph. */; item: string };

export type JobRequest = {
  hub: string;
  /** The template that it was made from. */
  job?: string;
  cause: JobCause;
  requestedAt: string;
  /** A snapshot: a later change of the template leaves this run alone. */
  spec: JobSpec;
  input?: JobValue;
  /** Over the containers' own variables. */
  environment?: Record<string, string>;
  parent?: JobParent;
  /** The run that this one repeats. */
  rerunOf?: string;
};

/** Where the output of a run lies: in its hands already, in an archived log, or in a file share. */
export type OutputSource =
  | { kind: 'value'; value: unknown }
  | { kind: 'stored'; runId: string; value: ResultName }
  | { kind: 'lastLine'; log: LogName }
  | { kind: 'file'; account: string; share: string; key: SecretSource; path: string };

export type JobCost = ContainerUsage & {
  /** By the list prices of the settings. */
  estimate?: { amount: number; currency: string };
};

/** What an hour of a processor and of a GB of memory costs. */
export type ListPrices = { vcpuHour: number; memoryGbHour: number; currency: string };

export type JobOutcome = ContainerEnd & {
  attempts: number;
  containers: ContainerSummary[];
  output?: JobValue;
  /** Of a success: why it has no output, where one was asked for. */
  message?: string;
  cost: JobCost;
};

/** How a job ended, in words for programs; the message beside it is for people. */
export type JobEnd = {
  kind: ContainerEnd['kind'];
  /** The container that ended badly, and how. */
  container?: string;
  exitCode?: number;
  /** Why an image is not accessible. */
  reason?: ImageTrouble;
  /** What the app itself met with. */
  code?: string;
};

/** The custom status of `runJob`. */
export type JobStatus = {
  kind: 'job';
  job?: string;
  phases: Array<{ phase: 'running' | 'collecting' | 'done'; startedAt: string }>;
  outcome?: Pick<JobOutcome, 'kind'> & { message?: string };
};
