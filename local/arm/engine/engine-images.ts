import { join } from 'node:path';
import type { ImageAnswer, RegistryCredential } from '../runtime/container-runtime.ts';
import { buildImage, type ImageBuild, sourceLabel, sourceOf } from './build-image.ts';
import { type EngineApi, EngineError } from './engine-api.ts';
import { pullFailure } from './pull-failure.ts';

/** A registry says within this time that it won't give an image; what still comes then is on its way. */
const refusalMs = 20_000;

export type BuildOptions = {
  /** Called when there is something to build. */
  onBegin?(): void;
  onLine?(line: string): void;
  signal?: AbortSignal;
};

/** A line of what the engine tells while it pulls. */
type PullLine = { error?: string; errorDetail?: { message?: string } };

/** The images of the engine, those that it can pull, and those that are built from files of this machine. */
export class EngineImages {
  readonly #api: EngineApi;
  readonly #builds: () => Record<string, ImageBuild>;
  readonly #pulls = new Map<string, Promise<ImageAnswer>>();

  constructor(api: EngineApi, builds: () => Record<string, ImageBuild> = () => ({})) {
    this.#api = api;
    this.#builds = builds;
  }

  /** Begins to get what the engine lacks: no call of engines asks a registry whether it would give an image. */
  async find(image: string, credential?: RegistryCredential): Promise<ImageAnswer> {
    const pulled = this.pull(image, credential);
    let cancel = (): void => {};
    const onItsWay = new Promise<ImageAnswer>((resolve) => {
      const timer = setTimeout(() => resolve({ kind: 'present' }), refusalMs);
      cancel = () => clearTimeout(timer);
    });
    return Promise.race([pulled, onItsWay]).finally(cancel);
  }

  /** Pulls an image that the engine lacks, or builds it; several who want the same wait for one pull. */
  pull(image: string, credential?: RegistryCredential, signal?: AbortSignal): Promise<ImageAnswer> {
    const key = JSON.stringify([image, credential]);
    const pulling = this.#pulls.get(key);
    if (pulling) return pulling;
    const build = this.#builds()[image];
    const pull = (build ? this.build(image, build) : this.#pull(image, credential, signal))
      .catch((error: Error) => pullFailure(image, error.message))
      .finally(() => this.#pulls.delete(key));
    this.#pulls.set(key, pull);
    return pull;
  }

  /** Builds an image when it is missing, or what it comes from has changed. */
  async build(image: string, build: ImageBuild, options: BuildOptions = {}): Promise<ImageAnswer> {
    try {
      const source = await sourceOf(build);
      if ((await this.labels(image))?.[sourceLabel] === source) return { kind: 'present' };
      options.onBegin?.();
      await buildImage(this.#api, image, build, { ...options, source });
      return { kind: 'present' };
    } catch (error) {
      const { dockerfile, directory } = build;
      const message = `"${image}" could not be built from "${join(directory, dockerfile)}": ${(error as Error).message}`;
      return { kind: 'absent', message };
    }
  }

  async names(): Promise<string[]> {
    const images = await this.#api.call<Array<{ RepoTags?: string[] | null }>>('GET', '/images/json');
    return images.flatMap(({ RepoTags }) => RepoTags ?? []).filter((name) => name !== '<none>:<none>');
  }

  async #pull(
    image: string,
    credential: RegistryCredential | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ImageAnswer> {
    if (await this.has(image)) return { kind: 'present' };
    if (credential?.identity) {
      return {
        kind: 'refused',
        message: `"${image}" would be pulled by the identity "${credential.identity}", which the local cloud can't: pull it on this machine yourself, or give a username and a password.`,
      };
    }
    const request = {
      query: { fromImage: withTag(image) },
      headers: authentication(credential),
      ...(signal && { signal }),
    };
    for await (const line of this.#api.lines<PullLine>('POST', '/images/create', request)) {
      const problem = line.errorDetail?.message ?? line.error;
      if (problem) return pullFailure(image, problem);
    }
    return { kind: 'present' };
  }

  async has(image: string): Promise<boolean> {
    return (await this.labels(image)) !== undefined;
  }

  /** The labels of an image, undefined when the engine lacks it. */
  async labels(image: string): Promise<Record<string, string> | undefined> {
    try {
      type Image = { Config?: { Labels?: Record<string, string> | null } };
      const { Config } = await this.#api.call<Image>('GET', `/images/${image}/json`);
      return Config?.Labels ?? {};
    } catch (error) {
      if (error instanceof EngineError && error.status === 404) return undefined;
      throw error;
    }
  }
}

/** Without a tag an engine pulls all that there are. */
function withTag(image: string): string {
  const name = image.slice(image.lastIndexOf('/') + 1);
  return name.includes(':') || image.includes('@') ? image : `${image}:latest`;
}

function authentication(credential: RegistryCredential | undefined): Record<string, string> {
  if (!credential?.username) return {};
  const { server, username, password = '' } = credential;
  const json = JSON.stringify({ username, password, serveraddress: server });
  return { 'x-registry-auth': Buffer.from(json).toString('base64url') };
}
