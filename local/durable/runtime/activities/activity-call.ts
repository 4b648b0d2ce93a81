import type { LiveInstance } from '../instances/live-instance.ts';

/** One call of an activity by one execution. */
export type ActivityCall = {
  instance: LiveInstance;
  executionId: string;
  id: number;
  name: string;
  input: string | null;
  /** Asked for by the turn that ended the instance: it runs for its effects, and nobody takes the result. */
  isUnheard?: true;
};

/** Tells a call from all others, in every engine on the file. */
export function callKey({ executionId, id }: Pick<ActivityCall, 'executionId' | 'id'>): string {
  return `${executionId} ${id}`;
}
