import { Cron } from 'croner';
import { z } from 'zod';

/** Of the IANA list. */
export const timeZone = z.string().refine(isTimeZone, 'a time zone of the IANA list, such as Europe/Berlin');

/** Minute, hour, day of month, month, day of week. */
export const cron = z.string().superRefine((text, context) => {
  const problem = cronProblem(text);
  if (problem) context.addIssue(problem);
});

function cronProblem(text: string): string | undefined {
  if (text.trim().split(/\s+/).length !== 5)
    return 'five fields (minute, hour, day of month, month, day of week), such as "30 6 * * 1-5"';
  try {
    new Cron(text, { paused: true });
    return undefined;
  } catch (error) {
    return `no schedule: ${(error as Error).message}`;
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
