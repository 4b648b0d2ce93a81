import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../../lib/config.ts';
import { appSettings, rateLimits } from '../../../local/cloud/app-settings.ts';

describe('the settings of the app on the local cloud', () => {
  test('are valid, and let it create as many groups as the stand-in for Azure does', () => {
    const config = loadConfig(
      appSettings({
        functionsPort: 7071,
        kubernetesPort: 7079,
        storageConnectionString: 'UseDevelopmentStorage=true',
        armOrigin: 'http://127.0.0.1:7073',
        filesOrigin: 'http://127.0.0.1:7078',
        githubOrigin: 'http://127.0.0.1:7075',
        catalogFile: 'catalog.json',
        secrets: { callback: 'c'.repeat(32), githubWebhook: 'w'.repeat(32) },
      }),
    );
    expect(config.creationRates).toEqual({
      per5Minutes: rateLimits.createsPer5Minutes,
      perHour: rateLimits.createsPerHour,
    });
    expect(rateLimits.deletesPerHour).toBe(rateLimits.createsPerHour);
  });
});
