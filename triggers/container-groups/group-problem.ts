import type { ActionOutcome, ConnectOutcome } from '../../contract/container-operations.ts';
import type { PutAnswer } from '../../lib/containers/put-group.ts';
import { type ErrorCode, SlipwayError } from '../../lib/errors.ts';

type Refusal = Extract<PutAnswer | ActionOutcome | ConnectOutcome, { message: string }>;

const problems: Record<Refusal['kind'], { code: ErrorCode; advice: string }> = {
  imageNotAccessible: {
    code: 'image-not-accessible',
    advice: 'Check its name, and name a registry with a password or an identity in "registries".',
  },
  capacity: { code: 'capacity-short', advice: 'Try again later, or name other "regions".' },
  quota: { code: 'quota-reached', advice: 'Try again when others have ended, or have the quota raised.' },
  noRoom: { code: 'no-room', advice: 'Try again when others have ended.' },
  impossible: { code: 'group-refused', advice: 'Ask for less, or have the quota raised.' },
  throttled: { code: 'azure-throttled', advice: 'Try again later.' },
  transitioning: { code: 'group-transitioning', advice: 'Try again when that has ended.' },
  unchangeable: { code: 'group-unchangeable', advice: 'Delete the container group first.' },
  refused: { code: 'group-refused', advice: 'Correct what it names.' },
};

/** The codes that a function on groups may answer. */
export const putProblems: readonly ErrorCode[] = Object.values(problems).map(({ code }) => code);

/** What an operation was refused for, as an error that says what to do. `what` is a clause such as `create the group "x"`. */
export function groupProblem(what: string, { kind, message }: Refusal): SlipwayError {
  const { code, advice } = problems[kind];
  const reason = message.endsWith('.') ? message : `${message}.`;
  return new SlipwayError(code, `Could not ${what}: ${reason} ${advice}`);
}
