import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { ImageTable } from '../arm/index.ts';
import { hugoImage } from './hugo-image.ts';
import { LocalCloudError } from './local-cloud-error.ts';
import { sampleImages } from './sample-images.ts';

/** `build` is the folder of the Dockerfile from which a container engine gets the image, relative to the file's own. */
export type LocalImages = Record<string, ImageTable[string] & { build?: string }>;

const schema = z.record(
  z.string().min(1),
  z.strictObject({
    command: z.array(z.string()).min(1),
    environment: z.record(z.string(), z.string()).optional(),
    build: z.string().min(1).optional(),
  }),
);

/**
 * What each image name runs here, read again when the file has changed. The build image runs the very program that the real
 * image holds; `gitRewrites` lets it fetch repositories that live in the data folder by their public URL. `images.json` in the
 * data folder adds others: an error now when it is spoiled, and one for `onProblem` when it is later, while the last good
 * table stays.
 */
export function followImageTable(
  imagesFile: string,
  gitRewrites: () => Record<string, string>,
  onProblem: (message: string) => void,
): () => LocalImages {
  const program = fileURLToPath(new URL('../../hugo-image/build-site.mjs', import.meta.url));
  const samples = sampleImages();
  let version = versionOf(imagesFile);
  let own = readImages(imagesFile, version);
  return () => {
    const now = versionOf(imagesFile);
    if (now !== version) {
      version = now;
      try {
        own = readImages(imagesFile, version);
      } catch (error) {
        onProblem((error as Error).message);
      }
    }
    return {
      [hugoImage]: {
        command: [process.execPath, program],
        environment: {
          PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
          ...gitEnvironment(gitRewrites()),
        },
      },
      ...samples,
      ...own,
    };
  };
}

/** Tells one content of a file from the next; undefined when there is no file. */
function versionOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stat && `${stat.ino} ${stat.mtimeNs} ${stat.size}`;
}

/** git takes configuration from numbered variables; the owner's own configuration stays out of a container. */
export function gitEnvironment(rewrites: Record<string, string>): Record<string, string> {
  const entries = Object.entries(rewrites);
  const settings = entries.flatMap(([url, local], index) => [
    [`GIT_CONFIG_KEY_${index}`, `url.${local}.insteadOf`],
    [`GIT_CONFIG_VALUE_${index}`, url],
  ]);
  return {
    GIT_CONFIG_COUNT: String(entries.length),
    GIT_CONFIG_GLOBAL: '/dev/null',
    ...Object.fromEntries(settings),
  };
}

function readImages(path: string, version: string | undefined): LocalImages {
  if (version === undefined) return {};
  try {
    const images = Object.entries(schema.parse(JSON.parse(readFileSync(path, 'utf8'))));
    return Object.fromEntries(
      images.map(([name, { build, ...image }]) => [
        name,
        { ...image, ...(build && { build: resolve(dirname(path), build) }) },
      ]),
    );
  } catch (error) {
    const problem = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new LocalCloudError(
      `"${path}" is not a table of images: ${problem}\nExample: {"my/job:1": {"command": ["node", "job.js"]}}`,
    );
  }
}
