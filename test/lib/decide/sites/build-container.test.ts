import { describe, expect, test } from 'vitest';
import type { ContainerSpec } from '../../../../contract/container-specs.ts';
import { type BuildContainerInput, buildContainer } from '../../../../lib/decide/sites/build-container.ts';
import { aCommit, aSite } from '../../../support/builders.ts';

function anInput(
  site: Record<string, unknown> = {},
  overrides: Partial<BuildContainerInput> = {},
): BuildContainerInput {
  return {
    site: aSite('blog', site),
    commit: aCommit('abc'),
    hugoImage: 'acme/hugo:1',
    locations: ['westeurope', 'northeurope'],
    ...overrides,
  };
}

/** The one container of a build. */
function containerOf(site: Record<string, unknown>): ContainerSpec {
  const [container] = buildContainer(anInput(site)).containers;
  if (!container) throw new Error('The build has no container.');
  return container;
}

describe('the build container of a site', () => {
  test('gets what the contract of the image asks for', () => {
    expect(buildContainer(anInput({ directory: 'docs' }))).toEqual({
      name: 'publish-blog',
      containers: [
        {
          name: 'hugo',
          image: 'acme/hugo:1',
          environment: {
            SLIPWAY_SITE: 'blog',
            SLIPWAY_REPOSITORY: 'https://github.com/acme/blog.git',
            SLIPWAY_COMMIT: 'abc'.padEnd(40, '0'),
            SLIPWAY_DIRECTORY: 'docs',
            SLIPWAY_BASE_URL: 'https://blog.example.com/',
            SLIPWAY_HUGO_FLAGS: 'minify',
          },
          secrets: { SLIPWAY_GIT_TOKEN: { kind: 'setting', name: 'github-token', optional: true } },
          cpu: 1,
          memoryGb: 1.5,
        },
      ],
      placements: [{ region: 'westeurope' }, { region: 'northeurope' }],
      reports: 'slipway',
      grants: { releases: 'blog' },
      provisioningDeadlineSeconds: 900,
      runningDeadlineSeconds: 900,
      maxAttempts: 3,
      keepOnFailureMinutes: 0,
    });
  });

  test("is the site's own image where it names one", () => {
    expect(containerOf({ build: { image: 'acme/own:2' } }).image).toBe('acme/own:2');
  });

  test("has the site's size, deadlines and attempts", () => {
    const build = {
      cpu: 2,
      memoryGb: 4,
      deadlineSeconds: 60,
      provisioningDeadlineSeconds: 30,
      maxAttempts: 1,
      keepOnFailureMinutes: 5,
    };
    expect(buildContainer(anInput({ build }, { locations: ['westus'] }))).toMatchObject({
      containers: [{ cpu: 2, memoryGb: 4 }],
      placements: [{ region: 'westus' }],
      runningDeadlineSeconds: 60,
      provisioningDeadlineSeconds: 30,
      maxAttempts: 1,
      keepOnFailureMinutes: 5,
    });
  });

  test.each([
    [{ minify: false }, ''],
    [{ drafts: true }, 'minify,drafts'],
    [{ minify: false, drafts: true, future: true }, 'drafts,future'],
  ])('with %o has the Hugo flags "%s"', (build, flags) => {
    expect(containerOf({ build }).environment.SLIPWAY_HUGO_FLAGS).toBe(flags);
  });

  test('gets secrets by the names of settings, never by value', () => {
    const site = { repositoryToken: 'BLOG_TOKEN', build: { secrets: { SHOP_KEY: 'BLOG_SHOP_KEY' } } };
    expect(containerOf(site).secrets).toMatchObject({
      SLIPWAY_GIT_TOKEN: { kind: 'setting', name: 'BLOG_TOKEN' },
      SHOP_KEY: { kind: 'setting', name: 'BLOG_SHOP_KEY' },
    });
  });

  test('has no variable twice, once plain and once secret', () => {
    const build = { environment: { KEY: 'plain', OTHER: 'x' }, secrets: { KEY: 'SETTING' } };
    const { environment, secrets } = containerOf({ build });
    expect(Object.keys(environment).filter((name) => name in secrets)).toEqual([]);
    expect(environment.OTHER).toBe('x');
  });
});
