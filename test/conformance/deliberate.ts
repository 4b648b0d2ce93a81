import { deliberateOnHost } from './deliberate-on-host.ts';

/** A difference that is meant: where it is seen, and why we are not as Azure. */
export type Deliberate = {
  /** Names of scenarios. */
  scenarios: readonly string[];
  /** Places in what they see; all below them may differ. */
  at: readonly string[];
  why: string;
};

export const deliberate: readonly Deliberate[] = [
  {
    scenarios: ['failures-otherActivityHistory'],
    at: ['with history'],
    why: 'the history of a wrong replay can be read; on Azure the request is refused with 400',
  },
  {
    scenarios: ['loops-noInput'],
    at: ['status/input'],
    why: "the status shows the present execution's input, which is none; on Azure the one before stays in the table",
  },
  {
    scenarios: ['entities-calledAsInstance', 'entities-deletedAsInstance'],
    at: ['status/body/input/sorter', 'status/body/historyEvents/0/Input'],
    why: 'a mailbox in one file is in order by itself, so there is no sorter to show',
  },
  {
    scenarios: ['httpCalls-noLocationThen'],
    at: ['outcome/output/after'],
    why: 'a 202 without a Location takes no further id; on Azure the result of the next call is lost',
  },
  {
    scenarios: ['starting-bare'],
    at: ['outcome'],
    why: 'a start with neither a body nor a Content-Length has no input; on Azure the instance fails at its first turn',
  },
  {
    scenarios: ['values-comments', 'values-commentBefore', 'values-commentAlone'],
    at: ['status'],
    why: 'a comment before an input is skipped; on Azure it becomes the input, and nobody can read the status any more',
  },
  {
    scenarios: ['values-commaFirst', 'values-commasTwo', 'values-word'],
    at: ['status', 'answer'],
    why: 'a list with a gap is refused; on Azure it is accepted, the instance fails, and its status is no JSON',
  },
  {
    scenarios: ['control-terminateChild', 'backoffs-childTerminated'],
    at: ['parent'],
    why: 'a parent can catch that its child was terminated; on Azure it fails as non-deterministic',
  },
  {
    scenarios: ['children-bigInput'],
    at: ['inOtherLetters', 'inOtherLetters in a list'],
    why: 'big inputs and outputs are shown whatever the id; on Azure, where URLs escape letters of the id, the address of the blob that holds them',
  },
  {
    scenarios: ['control-suspendStatus', 'control-suspendRace'],
    at: ['suspended'],
    why: 'no code runs while an instance is suspended; on Azure it does, and may even end the instance',
  },
  {
    scenarios: ['longTimers-cancelledLate'],
    at: ['outcome'],
    why: 'a long timer can be cancelled after its first part; on Azure that fails the instance',
  },
  {
    scenarios: ['purgingMany-running', 'purgingMany-none', 'purgingMany-unknown'],
    at: ['purge'],
    why: 'a purge of many takes only what has ended; on Azure, without a final state in the filter, also what goes on',
  },
  ...deliberateOnHost,
];
