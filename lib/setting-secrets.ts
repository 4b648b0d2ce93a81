import { githubTokenSecret } from '../contract/secrets.ts';
import type { Config } from './config.ts';
import type { Secrets } from './ports/secrets.ts';

/**
 * Secrets that stand in the app's settings; on Azure these may be Key Vault references. A catalog reaches those of one prefix
 * only, whatever it names: the others open the storage and the app itself.
 */
export function settingSecrets({ readSetting, github }: Pick<Config, 'readSetting' | 'github'>): Secrets {
  return {
    read: (name) =>
      name === githubTokenSecret ? github.token?.reveal() : readSetting(secretSetting(name)) || undefined,
  };
}

/** The setting in which a secret stands. */
export function secretSetting(name: string): string {
  return `SLIPWAY_SECRET_${name}`;
}
