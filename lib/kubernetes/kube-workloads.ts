import type { Job } from 'kubernetes-types/batch/v1.js';
import type { Pod } from 'kubernetes-types/core/v1.js';
import type { FieldCause } from '../../contract/field-causes.ts';
import type { Runs } from '../ports/runs.ts';

/** What `kubectl logs` asks for. */
export type PodLogOptions = {
  /** Undefined only for a pod of one container. */
  container?: string;
  follow: boolean;
  tailLines?: number;
  sinceSeconds?: number;
  /** ISO time. */
  sinceTime?: string;
  limitBytes?: number;
  timestamps: boolean;
};

export type PodLogs =
  /** Text as it comes; ends with the container, or when following was not asked for. */
  | { kind: 'logs'; text: AsyncIterable<string> }
  /** There can be none (yet); the message says why, as in "container "main" in pod "web" is waiting to start". */
  | { kind: 'none'; message: string };

/** Where a terminal of a container is reached, by ACI's own protocol: the password is the first text frame. */
export type ExecTarget =
  | { kind: 'target'; webSocketUri: string; password: string }
  | { kind: 'refused'; message: string };

/**
 * What makes pods and jobs run. The API keeps the objects and calls this when they come and go; in return what runs them
 * writes their status, and their events, into the object store, and removes a pod whose group is gone.
 * All calls may come twice for one object.
 */
export interface KubeWorkloads {
  /** What can't be run, beyond the schema; empty when all can be. Called before the object is kept. */
  refusals(workload: Pod | Job): Promise<FieldCause[]>;
  /** The object is kept: runs it. `uid` names the run. */
  start(workload: Pod | Job, runs: Runs): Promise<void>;
  /** Its deletion was asked for (`deletionTimestamp` is set): ends it within its grace, then removes the object. */
  stop(workload: Pod | Job, runs: Runs): Promise<void>;
  logs(pod: Pod, options: PodLogOptions, runs: Runs): Promise<PodLogs>;
  /** A terminal in a running container; `attach` joins its main process instead of starting `command`. */
  exec(pod: Pod, request: ExecRequest, runs: Runs): Promise<ExecTarget>;
}

export type ExecRequest = { container: string } & (
  | { kind: 'exec'; command: string[]; rows?: number; columns?: number }
  | { kind: 'attach' }
);
