import type { Commit } from '../../../contract/commits.ts';
import type { ContainerGroupSpec, SecretSource } from '../../../contract/container-specs.ts';
import { githubTokenSecret } from '../../../contract/secrets.ts';
import type { Site } from '../../../contract/sites.ts';

export type BuildContainerInput = {
  site: Site;
  commit: Commit;
  /** The image of sites that name none. */
  hugoImage: string;
  /** Regions in the order in which they are tried. */
  locations: readonly string[];
};

/** The container that turns one commit of a site into a release; its variables are the contract of `hugo-image/`. */
export function buildContainer(input: BuildContainerInput): ContainerGroupSpec {
  const { site, commit, hugoImage, locations } = input;
  const { build } = site;
  const flags = [build.minify && 'minify', build.drafts && 'drafts', build.future && 'future'].filter(
    Boolean,
  );
  const secrets: Record<string, SecretSource> = {
    ...Object.fromEntries(
      Object.entries(build.secrets).map(([name, setting]) => [name, { kind: 'setting', name: setting }]),
    ),
    SLIPWAY_GIT_TOKEN: site.repositoryToken
      ? { kind: 'setting', name: site.repositoryToken }
      : { kind: 'setting', name: githubTokenSecret, optional: true },
  };
  const environment = {
    ...build.environment,
    SLIPWAY_SITE: site.name,
    SLIPWAY_REPOSITORY: site.repository,
    SLIPWAY_COMMIT: commit.sha,
    SLIPWAY_DIRECTORY: site.directory,
    SLIPWAY_BASE_URL: site.url,
    SLIPWAY_HUGO_FLAGS: flags.join(','),
  };
  return {
    name: `publish-${site.name}`,
    containers: [
      {
        name: 'hugo',
        image: build.image ?? hugoImage,
        // Azure refuses a variable that is there twice, so a secret goes before a plain value of its name.
        environment: Object.fromEntries(Object.entries(environment).filter(([name]) => !(name in secrets))),
        secrets,
        cpu: build.cpu,
        memoryGb: build.memoryGb,
      },
    ],
    placements: locations.map((region) => ({ region })),
    reports: 'slipway',
    grants: { releases: site.name },
    provisioningDeadlineSeconds: build.provisioningDeadlineSeconds,
    runningDeadlineSeconds: build.deadlineSeconds,
    maxAttempts: build.maxAttempts,
    keepOnFailureMinutes: build.keepOnFailureMinutes,
  };
}
