import type { ParentInstance } from '../protocol/history-events.ts';

export type RuntimeStatus = 'Pending' | 'Running' | 'Suspended' | 'Completed' | 'Failed' | 'Terminated';

/** What is stored of an instance besides its history. Texts are JSON texts where a value may be any JSON. */
export type InstanceRow = {
  key: number;
  instanceId: string;
  executionId: string;
  name: string;
  version: string | null;
  status: RuntimeStatus;
  input: string | null;
  /** The result; the error's text when Failed; the reason when Terminated or Suspended. */
  output: string | null;
  customStatus: string | null;
  parent: ParentInstance | null;
  /** How often the id was started anew by a client; null for children and after continueAsNew. */
  generation: number | null;
  /** An entity: an instance of its own kind that never ends; its input is its state. */
  isEntity: boolean;
  createdMs: number;
  updatedMs: number;
};

export function isFinal(status: string): boolean {
  return status === 'Completed' || status === 'Failed' || status === 'Terminated';
}
