import {
  EngineImages,
  engineRuntime,
  type FoundEngine,
  findBaseImage,
  findEngine,
  type ImageBuild,
  processRuntime,
  type StartRuntime,
} from '../arm/index.ts';
import type { CloudEventSink } from './cloud-event.ts';
import { hugoBuild, hugoImage, publicBaseImage } from './hugo-image.ts';
import { gitEnvironment, type LocalImages } from './image-table.ts';
import { LocalCloudError } from './local-cloud-error.ts';

/** Where containers run, as a person asks for it: as processes, on an engine, or on one if one answers. */
export const runtimeChoices = ['auto', 'process', 'engine'] as const;
export type RuntimeChoice = (typeof runtimeChoices)[number];

type RuntimePlaces = {
  /** What image names stand for. */
  images: () => LocalImages;
  /** Ports of this machine that containers reach on their 127.0.0.1. */
  hostPorts: readonly number[];
  /** Lets git in a container fetch the repositories of this machine. */
  gitRewrites: () => Record<string, string>;
};

export type ChosenRuntime = {
  kind: 'process' | 'engine';
  /** For people: where containers run, and why. */
  detail: string;
  runtime(places: RuntimePlaces): StartRuntime;
};

/** Whoever chose no engine waits no longer than this for its first images; `npm start -- --exit` has two minutes in all. */
const unaskedBuildMs = 45_000;

type Surroundings = {
  environment?: Record<string, string | undefined>;
  /** Where the Dockerfile is; this one when left out. */
  checkout?: string;
};

/** Finds out where containers run. On an engine the image that builds sites is there when this resolves. */
export async function chooseRuntime(
  choice: RuntimeChoice,
  tell: CloudEventSink,
  { environment = process.env, checkout }: Surroundings = {},
): Promise<ChosenRuntime> {
  if (choice === 'process') return asProcesses();
  const found = await findEngine(environment);
  if (!found.engine) {
    if (choice === 'auto') return asProcesses(', because no container engine answers');
    throw new LocalCloudError(
      `No container engine answers. Tried:\n${found.tried.map((line) => `  ${line}`).join('\n')}\n` +
        'Start Docker, or Podman with "podman system service --time=0 unix://SOCKET" and DOCKER_HOST=unix://SOCKET, or leave the engine out: --containers process',
    );
  }
  try {
    const signal = choice === 'auto' ? AbortSignal.timeout(unaskedBuildMs) : undefined;
    return await onEngine(found.engine, tell, { signal, checkout });
  } catch (error) {
    if (choice === 'engine' || !(error instanceof LocalCloudError)) throw error;
    tell({ kind: 'warning', message: `${found.engine.description} is not used. ${error.message}` });
    return asProcesses(', because the engine lacks an image');
  }
}

/** Containers as processes of this machine. */
export function asProcesses(why = ''): ChosenRuntime {
  return {
    kind: 'process',
    detail: `containers as processes${why}`,
    runtime: ({ images }) => processRuntime(images),
  };
}

async function onEngine(
  { api, description }: FoundEngine,
  tell: CloudEventSink,
  { signal, checkout }: { signal: AbortSignal | undefined; checkout: string | undefined },
): Promise<ChosenRuntime> {
  const base = await findBaseImage(api, publicBaseImage(checkout), signal);
  if (base.image === undefined) {
    throw new LocalCloudError(
      `${base.problem.message}\nWithout a registry, "npm run base-image" makes one from packages of Debian and npm.`,
    );
  }
  const build = hugoBuild(base.image, checkout);
  const begun = performance.now();
  let isBuilding = false;
  const answer = await new EngineImages(api).build(hugoImage, build, {
    onBegin() {
      isBuilding = true;
      tell({ kind: 'imageStep', image: hugoImage, step: 'building' });
    },
    onLine: (step) => tell({ kind: 'imageStep', image: hugoImage, step }),
    ...(signal && { signal }),
  });
  if (answer.kind !== 'present') {
    throw new LocalCloudError(
      `${answer.message}\n"npm start -- --containers engine" takes as long as it needs.`,
    );
  }
  if (isBuilding) {
    tell({ kind: 'imageBuilt', image: hugoImage, seconds: (performance.now() - begun) / 1_000 });
  }
  return {
    kind: 'engine',
    detail: `containers on ${description}`,
    runtime: ({ images, hostPorts, gitRewrites }) =>
      engineRuntime({
        api,
        baseImage: base.image,
        hostPorts,
        builds: () => ({ ...buildsOf(images(), base.image), [hugoImage]: build }),
        imageEnvironment: (image) => (image === hugoImage ? gitEnvironment(gitRewrites()) : {}),
      }),
  };
}

/** A Dockerfile that takes its base as an argument gets the one that is on this machine. */
function buildsOf(images: LocalImages, base: string): Record<string, ImageBuild> {
  return Object.fromEntries(
    Object.entries(images).flatMap(([name, { build }]) =>
      build
        ? [[name, { directory: build, dockerfile: 'Dockerfile', files: ['.'], arguments: { BASE: base } }]]
        : [],
    ),
  );
}
