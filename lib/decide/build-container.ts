import type { Site } from '../catalog.ts';
import type { Commit, ContainerSpec, Placement } from '../model.ts';

export type BuildContainerInput = {
  site: Site;
  commit: Commit;
  /** The image of sites that name none. */
  hugoImage: string;
  /** Regions in the order in which they are tried. */
  locations: readonly string[];
};

/** The container that turns one commit of a site into a release; its variables are the contract of `hugo-image/`. */
export function buildContainer({ site, commit, hugoImage, locations }: BuildContainerInput): ContainerSpec {
  const { build } = site;
  const flags = [build.minify && 'minify', build.drafts && 'drafts', build.future && 'future'].filter(
    Boolean,
  );
  return {
    kind: 'publish',
    name: site.name,
    image: build.image ?? hugoImage,
    environment: {
      ...build.environment,
      SLIPWAY_SITE: site.name,
      SLIPWAY_REPOSITORY: site.repository,
      SLIPWAY_COMMIT: commit.sha,
      SLIPWAY_DIRECTORY: site.directory,
      SLIPWAY_BASE_URL: site.url,
      SLIPWAY_HUGO_FLAGS: flags.join(','),
    },
    secrets: {
      ...Object.fromEntries(
        Object.entries(build.secrets).map(([name, setting]) => [name, { kind: 'setting', name: setting }]),
      ),
      ...(site.repositoryToken ? { SLIPWAY_GIT_TOKEN: { kind: 'setting', name: site.repositoryToken } } : {}),
      SLIPWAY_UPLOAD_URL: { kind: 'releaseUpload', site: site.name },
      SLIPWAY_CALLBACK_TOKEN: { kind: 'callbackToken' },
    },
    placements: locations.map((region): Placement => ({ region, cpu: build.cpu, memoryGb: build.memoryGb })),
    provisioningDeadlineSeconds: build.provisioningDeadlineSeconds,
    runningDeadlineSeconds: build.deadlineSeconds,
    maxAttempts: build.maxAttempts,
    keepOnFailureMinutes: build.keepOnFailureMinutes,
  };
}
