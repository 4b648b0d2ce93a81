import type { TargetState } from '../../../contract/releases.ts';

export type NeededReleases = {
  /** Whose files are live, or may be: without their manifests nobody can tell which objects are needed. */
  required: Set<string>;
  /** These, and the latest of the past that can be live again without a build. */
  kept: Set<string>;
};

/** The releases that the targets of one site need. `keep`: how many of the past of each. */
export function neededReleases(states: readonly TargetState[], keep: number): NeededReleases {
  const required = new Set(
    states.flatMap(({ live, promoting }) => [
      ...(live ? [live.release] : []),
      ...(promoting ? [promoting.release, ...promoting.baselines.map(({ release }) => release)] : []),
    ]),
  );
  const past = states.flatMap(({ history }) => {
    const others = history.map(({ release }) => release).filter((release) => !required.has(release));
    return [...new Set(others)].slice(0, keep);
  });
  return { required, kept: new Set([...required, ...past]) };
}
