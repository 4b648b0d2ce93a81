import type { JobEvent } from '../../../contract/job-events.ts';
import type { JobTrigger } from '../../../contract/jobs.ts';
import { jsonTrouble } from '../json-trouble.ts';
import { fillTemplate } from './fill-template.ts';

/** The input that an event becomes; `unfit` when the trigger's template asks for parts that it does not have. */
export function eventInput(
  { kind, input: template }: JobTrigger,
  { parts }: JobEvent,
): { kind: 'input'; value: unknown } | { kind: 'unfit'; reason: string } {
  const trouble = jsonTrouble(parts);
  if (trouble)
    return { kind: 'unfit', reason: `Of the event, "${trouble.path.join('.')}" ${trouble.problem}.` };
  // People who write messages for a job write its input.
  if (template === undefined) return { kind: 'input', value: kind === 'queue' ? parts.body : parts };
  const filled = fillTemplate(template, parts);
  if (filled.kind === 'filled') return { kind: 'input', value: filled.value };
  const missing = filled.references.map((reference) => `{${reference}}`).join(', ');
  return { kind: 'unfit', reason: `The event has no ${missing}, which the trigger's "input" asks for.` };
}
