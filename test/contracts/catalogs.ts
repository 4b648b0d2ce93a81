import { describe, expect, test } from 'vitest';
import type { Catalogs } from '../../lib/ports/catalogs.ts';

/** What the app relies on of any Catalogs. `make` gets the names of the sites; none: there never was a catalog. */
export function catalogsContract(
  name: string,
  make: (sites: readonly string[] | undefined) => Promise<Catalogs>,
): void {
  describe(`the catalogs of ${name}`, () => {
    test('know their sites, by name and in order', async () => {
      const catalogs = await make(['shop', 'blog']);
      expect((await catalogs.sites()).map((site) => site.name)).toEqual(['shop', 'blog']);
      expect(await catalogs.site('blog')).toMatchObject({ name: 'blog', url: 'https://blog.example.com/' });
      expect(await catalogs.site('other')).toBeUndefined();
      expect(await catalogs.site('Blog')).toBeUndefined();
    });

    test('may have no sites', async () => {
      const catalogs = await make([]);
      expect(await catalogs.sites()).toEqual([]);
      expect(await catalogs.site('blog')).toBeUndefined();
    });

    test('say that there never was one', async () => {
      const catalogs = await make(undefined);
      await expect(catalogs.sites()).rejects.toMatchObject({ code: 'catalog-invalid' });
      await expect(catalogs.site('blog')).rejects.toMatchObject({ code: 'catalog-invalid' });
    });

    test('have no fleets where there never was one', async () => {
      const catalogs = await make(undefined);
      expect(await catalogs.fleets()).toEqual([]);
      expect(await catalogs.fleet('arena')).toBeUndefined();
    });
  });
}
