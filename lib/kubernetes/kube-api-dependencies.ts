import type { KubeObject } from '../../contract/kube-objects.ts';
import type { Clock } from '../ports/clock.ts';
import type { KubeObjects } from '../ports/kube-objects.ts';
import type { Runs } from '../ports/runs.ts';
import type { KubeWorkloads } from './kube-workloads.ts';

/** What the Kubernetes API acts on, for one request. */
export type KubeApiDependencies = {
  objects: KubeObjects;
  workloads: KubeWorkloads;
  runs: Runs;
  clock: Clock;
  /** A random UUID. */
  newId(): string;
  /** Resolves after so many milliseconds. */
  pause(milliseconds: number): Promise<void>;
};

/** How a write was asked for. */
export type WriteOptions = {
  /** Who owns the fields that are written. */
  manager: string;
  dryRun: boolean;
  fieldValidation: 'Strict' | 'Warn' | 'Ignore';
  /** Of server-side apply: take fields from others. */
  force: boolean;
};

/** What came of a write; `warnings` are shown by kubectl. */
export type Written = { object: KubeObject; created: boolean; warnings: string[] };
