import picomatch from 'picomatch';
import type { Site } from '../../contract/sites.ts';

/** Whether a change of these files, paths from the root of the repository, can change the site. */
export function concernsSite(
  { directory, include = [], exclude = [] }: Pick<Site, 'directory' | 'include' | 'exclude'>,
  files: readonly string[],
): boolean {
  const options = { dot: true };
  const isIncluded = picomatch(include, options);
  const isExcluded = picomatch(exclude, options);
  const folder = directory.replace(/^(?:\.\/)+|\/+$/g, '');
  const isInside = (file: string): boolean =>
    folder === '.' || folder === '' || file.startsWith(`${folder}/`);
  return files.some((file) => (isInside(file) || isIncluded(file)) && !isExcluded(file));
}
