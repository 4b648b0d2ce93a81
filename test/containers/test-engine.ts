import { describe } from 'vitest';
import type { EngineApi } from '../../local/arm/engine/engine-api.ts';
import { EngineImages, findEngine, ownBaseImage } from '../../local/arm/index.ts';

/** The engine of this machine, with an image that has Node and a shell; or why there is none to test on. */
export type TestEngine = { api: EngineApi; description: string; image: string };

export async function findTestEngine(): Promise<
  { engine: TestEngine } | { engine?: undefined; reason: string }
> {
  const { engine } = await findEngine(process.env);
  if (!engine) return { reason: 'no container engine answers' };
  if (await new EngineImages(engine.api).has(ownBaseImage))
    return { engine: { ...engine, image: ownBaseImage } };
  return { reason: `${engine.description} has no base image: npm run base-image makes one` };
}

const { engine: testEngine } = await findTestEngine();

/** Describes what needs an engine, and is skipped without one. */
export function describeOnEngine(title: string, tests: (engine: TestEngine) => void): void {
  if (testEngine) describe(title, () => tests(testEngine));
  else describe.skip(title);
}
