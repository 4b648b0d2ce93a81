import { describe, expect, test } from 'vitest';
import { jobContainer } from '../../../../lib/decide/jobs/job-container.ts';
import { aJob } from '../../../support/builders.ts';

describe('the group of a job', () => {
  test('has the variables of the run, whatever they are called', () => {
    const environment = { constructor: 'one', MODE: 'fast' } as unknown as Record<string, string>;
    expect(jobContainer('job-1', { ...aJob(), environment }).containers[0]?.environment).toEqual({
      constructor: 'one',
      MODE: 'fast',
    });
  });
});
