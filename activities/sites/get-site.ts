import type { ActivityHandlers } from '../../contract/activities.ts';
import type { ActivityDependencies } from '../dependencies.ts';

export function getSite({ catalogs, settings }: ActivityDependencies): ActivityHandlers['getSite'] {
  return async ({ site: name }) => {
    const site = await catalogs.site(name);
    if (site) return { kind: 'known', site, hugoImage: settings.hugoImage, locations: settings.locations };
    const names = (await catalogs.sites()).map((known) => known.name).join(', ');
    return { kind: 'unknown', message: `Site "${name}" is not in the catalog; it has: ${names || 'none'}.` };
  };
}
