import type { EngineSettings } from '../../settings.ts';

/** Why this host must not run an orchestration of this version; undefined when it may. */
export function versionProblem(settings: EngineSettings, version: string | null): string | undefined {
  if (settings.versionMatch === 'None') return undefined;
  const given = version ?? '';
  const own = settings.defaultVersion ?? '';
  const fits = settings.versionMatch === 'Strict' ? given === own : compareVersions(given, own) <= 0;
  if (fits) return undefined;
  return `The orchestration version '${given}' does not match the host's defaultVersion '${own}' (versionMatchStrategy ${settings.versionMatch}).`;
}

/** Compares by numbers between the dots, else by text; no version is older than any, and 2.0 is older than 2.0.0. */
function compareVersions(one: string, other: string): number {
  if (one === other) return 0;
  if (one === '') return -1;
  if (other === '') return 1;
  const left = one.split('.').map(Number);
  const right = other.split('.').map(Number);
  if ([...left, ...right].some(Number.isNaN)) return one < other ? -1 : 1;
  for (let part = 0; part < Math.max(left.length, right.length); part++) {
    const difference = (left[part] ?? -1) - (right[part] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}
