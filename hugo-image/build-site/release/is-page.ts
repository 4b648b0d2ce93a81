/** Whether a file is a page of the site, for counting. */
export function isPage({ path }: { path: string }): boolean {
  return /\.html?$/.test(path);
}
