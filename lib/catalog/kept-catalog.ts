import { messageOf } from '../errors.ts';
import type { CatalogKeeper } from '../ports/catalogs.ts';
import { type Catalog, parseCatalog } from './catalog.ts';

/**
 * A copy of the last good catalog. A process that starts while the catalog is broken or away works on with that, as the ones
 * do that saw it. A keeper that does not answer takes nothing from the catalog in use.
 */
export function keptCatalog(options: { name: string; keeper: CatalogKeeper; log: (line: string) => void }): {
  keep(text: string): Promise<void>;
  recall(): Promise<Catalog | undefined>;
} {
  const { name, keeper } = options;
  let lastLine: string | undefined;
  const log = (line: string): void => {
    if (line !== lastLine) options.log(line);
    lastLine = line;
  };
  return {
    async keep(text) {
      try {
        if ((await keeper.read()) !== text) await keeper.write(text);
      } catch (error) {
        log(`No copy of the catalog "${name}" could be kept for the next start: ${messageOf(error)}`);
      }
    },
    async recall() {
      try {
        const text = await keeper.read();
        return text === undefined ? undefined : parseCatalog(text);
      } catch (error) {
        log(`The last good copy of the catalog "${name}" cannot be used: ${messageOf(error)}`);
        return undefined;
      }
    },
  };
}
