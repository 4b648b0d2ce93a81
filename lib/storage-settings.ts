import { Secret } from './secret.ts';
import type { Settings } from './settings-schema.ts';

export type StorageConfig =
  | { connectionString: Secret }
  | { blobServiceUri: string; tableServiceUri: string };

/** The host of the app asks for all three; the app itself has no use for queues. */
const services = ['blob', 'queue', 'table'] as const;

type Service = (typeof services)[number];

/** Name and problem of what is missing; none when the storage can be reached. */
export function storageProblems(present: Partial<Record<string, string>>): Array<[string, string]> {
  if (present.AzureWebJobsStorage || present.AzureWebJobsStorage__accountName) return [];
  const missing = services.filter((service) => !present[uriSetting(service)]);
  if (missing.length === services.length)
    return [
      [
        'AzureWebJobsStorage',
        'missing (for access by identity set AzureWebJobsStorage__accountName, or AzureWebJobsStorage__blobServiceUri and its like)',
      ],
    ];
  return missing.map((service) => [uriSetting(service), 'missing beside those of the other services']);
}

/** Of settings without `storageProblems`. */
export function storageConfig(settings: Settings): StorageConfig {
  if (settings.AzureWebJobsStorage) return { connectionString: new Secret(settings.AzureWebJobsStorage) };
  const uri = (service: 'blob' | 'table'): string =>
    // The table library would put a second slash behind one that is there.
    settings[uriSetting(service)]?.replace(/\/+$/, '') ??
    `https://${settings.AzureWebJobsStorage__accountName}.${service}.core.windows.net`;
  return { blobServiceUri: uri('blob'), tableServiceUri: uri('table') };
}

function uriSetting<S extends Service>(service: S): `AzureWebJobsStorage__${S}ServiceUri` {
  return `AzureWebJobsStorage__${service}ServiceUri`;
}
