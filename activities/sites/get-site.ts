import { targetOf } from '../../lib/decide/sites/target-of.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { ActivityDependencies } from '../dependencies.ts';

export function getSite({ catalogs, settings }: ActivityDependencies): ActivityHandlers['getSite'] {
  return async ({ site: name }) => {
    const site = await catalogs.site(name);
    if (site) {
      const { hub, hugoImage, locations } = settings;
      return { kind: 'known', site, target: targetOf(site), hub, hugoImage, locations };
    }
    const names = (await catalogs.sites()).map((known) => known.name).join(', ');
    return { kind: 'unknown', message: `Site "${name}" is not in the catalog; it has: ${names || 'none'}.` };
  };
}
