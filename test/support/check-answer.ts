import { isDeepStrictEqual } from 'node:util';
import { errorTable } from '../../lib/errors.ts';
import type { HttpTrigger } from '../../triggers/http/http-trigger.ts';

/** Fails where a function answers what its own description does not say. */
export function checkAnswer(
  { name, operation }: HttpTrigger,
  answer: { status: number; headers: Headers; body: unknown },
): void {
  if (answer.status >= 500) return;
  const { status, body } = answer;
  if (answer.headers.get('content-type') === 'application/problem+json') {
    const { code } = body as { code: keyof typeof errorTable };
    if (!(code in errorTable)) throw new Error(`${name} answers the unknown problem "${code}".`);
    return;
  }
  const described = operation.answers[status];
  if (!described) throw new Error(`${name} answers ${status}; its operation does not describe that.`);
  if (!described.json) return;
  const result = described.json.safeParse(body);
  const problem = result.error?.message ?? (isDeepStrictEqual(result.data, body) ? undefined : 'it has more');
  if (problem) throw new Error(`What ${name} answers is not what its operation describes: ${problem}`);
}
