import { describe, expect, test } from 'vitest';
import { parseCatalog } from '../../../../lib/catalog/catalog.ts';
import { jobSpec } from '../../../../lib/catalog/jobs/job-spec.ts';
import { jobSpecSchema } from '../../../../lib/catalog/jobs/job-spec-schema.ts';
import { readBySchema } from '../../../../lib/schema-issues.ts';

const containers = [{ name: 'main', image: 'demo/x:1' }];
const results = { name: 'results', azureFile: { share: 'results', account: 'store', key: 'STORE_KEY' } };

function specOf(written: object, job?: string) {
  return jobSpec(jobSpecSchema.parse({ containers, ...written }), {
    job,
    locations: ['westeurope', 'northeurope'],
  });
}

function placesOf(written: object): string[] {
  const read = readBySchema(jobSpecSchema, { containers, ...written }, '(all)');
  return 'issues' in read ? read.issues.map(({ place }) => place) : [];
}

describe('the spec of a job', () => {
  test('has every default filled in', () => {
    expect(specOf({})).toEqual({
      group: {
        name: 'job',
        containers: [
          { name: 'main', image: 'demo/x:1', environment: {}, secrets: {}, cpu: 1, memoryGb: 1.5 },
        ],
        placements: [{ region: 'westeurope' }, { region: 'northeurope' }],
        reports: 'slipway',
        provisioningDeadlineSeconds: 900,
        runningDeadlineSeconds: 3_600,
        maxAttempts: 3,
        retry: { backoffSeconds: 5, factor: 2, longestSeconds: 300, exitCodes: [] },
        keepOnFailureMinutes: 0,
      },
      queueDeadlineSeconds: 7_200,
    });
  });

  test('has what was written', () => {
    const written = {
      volumes: [results],
      output: { kind: 'file', volume: 'results', path: 'today/report.json' },
      retries: { attempts: 5, backoffSeconds: 1, exitCodes: [75] },
      deadlineSeconds: 60,
      queueDeadlineSeconds: 30,
      provisioningDeadlineSeconds: 120,
      keepOnFailureMinutes: 10,
      timeToLiveMinutes: 90,
      regions: ['uksouth'],
    };
    expect(specOf(written, 'report')).toMatchObject({
      group: {
        name: 'job-report',
        placements: [{ region: 'uksouth' }],
        runningDeadlineSeconds: 60,
        provisioningDeadlineSeconds: 120,
        maxAttempts: 5,
        retry: { backoffSeconds: 1, factor: 2, longestSeconds: 300, exitCodes: [75] },
        keepOnFailureMinutes: 10,
      },
      queueDeadlineSeconds: 30,
      output: written.output,
      timeToLiveMinutes: 90,
    });
  });

  test.each<[string, object, string[]]>([
    [
      'an output of a container that is not there',
      { output: { kind: 'lastLine', container: 'other' } },
      ['output.container'],
    ],
    ['an output of its own container', { output: { kind: 'lastLine', container: 'main' } }, []],
    [
      'an output in a volume that is not there',
      { output: { kind: 'file', volume: 'results', path: 'x' } },
      ['output.volume'],
    ],
    [
      'an output in a volume that goes with the group',
      {
        volumes: [{ name: 'results', emptyDir: {} }],
        output: { kind: 'file', volume: 'results', path: 'x' },
      },
      ['output.volume'],
    ],
    [
      'an output outside of its volume',
      { volumes: [results], output: { kind: 'file', volume: 'results', path: 'a/../../x' } },
      ['output.path'],
    ],
    ['an output of an unknown kind', { output: { kind: 'email' } }, ['output.kind']],
    ['containers that are started again for ever', { restartPolicy: 'Always' }, ['restartPolicy']],
    ['success as a reason to try again', { retries: { exitCodes: [0] } }, ['retries.exitCodes[0]']],
    ['any failure as a reason to try again', { retries: { exitCodes: 'any' } }, []],
    ['no attempt', { retries: { attempts: 0 } }, ['retries.attempts']],
    ['a deadline beyond five days', { deadlineSeconds: 432_001 }, ['deadlineSeconds']],
    ['a misspelt property', { deadline: 5 }, ['deadline']],
  ])('with %s', (_, written, places) => {
    expect(placesOf(written)).toEqual(places);
  });
});

describe('a catalog with jobs', () => {
  test('needs no sites', () => {
    const { sites, jobs } = parseCatalog(JSON.stringify({ jobs: { score: { spec: { containers } } } }));
    expect(sites).toEqual([]);
    expect(jobs).toMatchObject([{ name: 'score', spec: { containers, deadlineSeconds: 3_600 } }]);
  });

  test('names every mistake with its place', () => {
    const jobs = {
      'My Job': { spec: { containers } },
      score: {
        spec: { containers: [{ name: 'main' }], output: { kind: 'lastLine', container: 'x' } },
        specs: 1,
      },
    };
    expect(() => parseCatalog(JSON.stringify({ jobs }))).toThrow(
      expect.objectContaining({
        code: 'catalog-invalid',
        details: {
          issues: expect.arrayContaining([
            expect.objectContaining({ place: 'jobs.My Job' }),
            expect.objectContaining({ place: 'jobs.score.spec.containers[0].image' }),
            expect.objectContaining({ place: 'jobs.score.spec.output.container' }),
            expect.objectContaining({ place: 'jobs.score.specs' }),
          ]),
        },
      }),
    );
  });
});
