import type { ImageAnswer } from '../runtime/container-runtime.ts';
import type { EngineApi } from './engine-api.ts';
import { EngineImages } from './engine-images.ts';

/** What `npm run base-image` makes for machines that reach no registry; it is taken where it is there. */
export const ownBaseImage = 'docker.io/slipway/base:local';

/** The base of our images on this engine: our own, or the public one, which is pulled when it is missing. */
export async function findBaseImage(
  api: EngineApi,
  publicImage: string,
  signal?: AbortSignal,
): Promise<{ image: string } | { image?: undefined; problem: Exclude<ImageAnswer, { kind: 'present' }> }> {
  const images = new EngineImages(api);
  if (await images.has(ownBaseImage)) return { image: ownBaseImage };
  const answer = await images.pull(publicImage, undefined, signal);
  return answer.kind === 'present' ? { image: publicImage } : { problem: answer };
}
