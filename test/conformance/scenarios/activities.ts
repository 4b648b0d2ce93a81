import { area, ends, outcome } from '../scenario.ts';

export const activities = area('activities', {
  chain: ['activities run one after another', ends('Chain')],
  inputs: ['an activity gets what JSON has, a boolean as a text', outcome('ActivityInputs')],
  results: ['results of every kind come back', outcome('ActivityResults')],
  metadata: [
    'an activity sees its instance in the trigger metadata',
    outcome('Call', { name: 'Metadata', input: { a: 1 } }),
  ],
  metadataOfText: [
    'the trigger metadata of a text input',
    outcome('Call', { name: 'Metadata', input: 'text' }),
  ],
  big: ['long texts go in and come out whole', outcome('BigTexts')],
  case: ["an activity's name in other letters finds it", ends('OtherCase')],
  fanOut: ['a fan-out gives results in the order of the calls', outcome('FanOut')],
  fanOutOfNone: ['a fan-out of nothing', ends('FanOutOfNone')],
  fanOutTwice: ['a fan-out after a fan-out', outcome('FanOutThenOne')],
  started: ['tasks started together may be awaited one by one', outcome('SequentialOfStarted')],
  sameTask: ['a task that has ended can be awaited again', ends('SameTaskTwice')],
  unyielded: ['a call that no yield follows', ends('NeverYielded')],
  oneUnyielded: ['a call that is never awaited itself', outcome('OneNeverYielded')],
  many: ['thirty turns', outcome('Many', 30)],
  nothing: ['an orchestrator without a call', ends('Nothing')],
  returnsTask: ['an orchestrator that returns a task', ends('ReturnsTask')],
});
