import type { Config } from './config.ts';
import type { Secrets } from './ports/secrets.ts';

/** Secrets that stand in the app's settings; on Azure these may be Key Vault references. */
export function settingSecrets({ readSetting }: Pick<Config, 'readSetting'>): Secrets {
  return { read: (settingName) => readSetting(settingName) || undefined };
}
