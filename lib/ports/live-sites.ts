/** The public side of a site, as a visitor gets it. */
export interface LiveSites {
  fetchPage(url: string): Promise<{ status: number; sha256: string; cache?: string }>;
}
