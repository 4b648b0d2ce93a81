import { describe, expect, test } from 'vitest';
import type { LiveSites } from '../../lib/ports/live-sites.ts';

export type LiveSitesUnderTest = {
  liveSites: LiveSites;
  /** Where a front page can be served. */
  url: string;
  /** Serves a front page from now on; answers its hash. */
  serve(text: string): string;
  /** A URL where nothing listens. */
  deadUrl: string;
};

/** What the app relies on of any LiveSites. */
export function liveSitesContract(name: string, make: () => Promise<LiveSitesUnderTest>): void {
  describe(`the live sites of ${name}`, () => {
    test('answer with what is served now', async () => {
      const { liveSites, url, serve } = await make();
      const first = serve('first');
      expect(await liveSites.fetchPage(url)).toMatchObject({ status: 200, sha256: first });
      const second = serve('second');
      expect(second).not.toBe(first);
      expect(await liveSites.fetchPage(url)).toMatchObject({ status: 200, sha256: second });
    });

    test('answer too where there is no page', async () => {
      const { liveSites, url } = await make();
      expect(await liveSites.fetchPage(url)).toMatchObject({ status: 404, sha256: expect.any(String) });
    });

    test('fail where nobody serves', async () => {
      const { liveSites, deadUrl } = await make();
      await expect(liveSites.fetchPage(deadUrl)).rejects.toThrow('ECONNREFUSED');
    });
  });
}
