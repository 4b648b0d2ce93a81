import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ImageBuild } from '../arm/index.ts';

/** The image of the build container, as the local cloud knows it. */
export const hugoImage = 'slipway/hugo:local';

/** The checkout that this is built in. */
const checkout = fileURLToPath(new URL('../../../', import.meta.url));
const dockerfile = 'hugo-image/Dockerfile';

/** The base that the Dockerfile names, with its tag. */
export function publicBaseImage(directory = checkout): string {
  const text = readFileSync(join(directory, dockerfile), 'utf8');
  const base = /^ARG BASE=(\S+)$/m.exec(text)?.[1];
  if (!base) throw new Error(`"${dockerfile}" names no base.`);
  return base;
}

/** How the image comes from the files of a checkout that is built, as the one for Azure does. */
export function hugoBuild(base: string, directory = checkout): ImageBuild {
  return {
    directory,
    dockerfile,
    files: [dockerfile, 'dist/hugo-image/build-site.mjs'],
    arguments: { BASE: base },
  };
}
