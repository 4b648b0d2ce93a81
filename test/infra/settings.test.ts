import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadConfig, settingNames } from '../../lib/config.ts';
import { readSnapshot, snapshotNames } from './support/snapshot.ts';

/** Read by the Functions host and by Azure's libraries, never by the app. */
const hostSettings = [
  'AZURE_CLIENT_ID',
  'AzureFunctionsJobHost__extensions__durableTask__hubName',
  'AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName',
  'AzureFunctionsJobHost__extensions__durableTask__storageProvider__type',
  'AzureWebJobsStorage__clientId',
  'AzureWebJobsStorage__credential',
  'DURABLE_TASK_SCHEDULER_CONNECTION_STRING',
];

/** Not for Azure: stand-ins of a local cloud, and a storage with a key or by a name that the endpoints make needless. */
const elsewhere = [
  'AzureWebJobsStorage',
  'AzureWebJobsStorage__accountName',
  'SLIPWAY_ARM_ENDPOINT',
  'SLIPWAY_FILES_ENDPOINT',
];

const byAzure = ['WEBSITE_HOSTNAME', 'WEBSITE_SITE_NAME'];

const deployments = snapshotNames.filter((name) => name !== 'events').map(readSnapshot);
const written = new Set(deployments.flatMap((snapshot) => Object.keys(snapshot.settings())));
const catalogSecret = /^SLIPWAY_SECRET_/;

/** Those that a parameter file may set. */
const [, tuningType = ''] =
  /^type tuning = \{(.*?)^\}/ms.exec(readFileSync('infra/types.bicep', 'utf8')) ?? [];
const tuned = [...tuningType.matchAll(/^\s+(\w+): string\?$/gm)].map(([, name = '']) => name);

describe('the settings that the templates write', () => {
  test('are those of the app, each of them, and those of the host', () => {
    const known = [
      ...settingNames.filter((name) => ![...elsewhere, ...byAzure].includes(name)),
      ...hostSettings,
    ];
    const here = [...new Set([...written, ...tuned])].filter((name) => !catalogSecret.test(name));
    expect(here.sort()).toEqual([...new Set(known)].sort());
  });

  test('are the outputs of the deployment, as the app gets them', () => {
    for (const snapshot of deployments) {
      const output = String(snapshot.outputs.settings);
      const named = [...output.matchAll(/(?:createObject\(|, )'([A-Za-z_0-9]+)', /g)].map(
        ([, name = '']) => name,
      );
      const settings = Object.keys(snapshot.settings());
      expect(settings.filter((name) => !named.includes(name))).toEqual([]);
    }
  });

  test('are enough for the app to start, once they are resolved and Azure has added its own', () => {
    for (const snapshot of deployments) {
      const resolved = Object.fromEntries(
        Object.entries(snapshot.settings()).map(([name, value]) => [name, resolvedBy(name, value)]),
      );
      const config = loadConfig({
        ...resolved,
        WEBSITE_HOSTNAME: 'slipway-abc.azurewebsites.net',
        WEBSITE_SITE_NAME: 'slipway-abc',
      });
      expect(config.warnings, snapshot.name).toEqual([]);
      expect(config.hub).toBe('slipway-abc');
      expect(config.groupDefaults.registry?.server).toBe('slipway.azurecr.io');
    }
  });
});

test('the events of Azure go to functions that the app has', () => {
  const source = readFileSync('triggers/index.ts', 'utf8');
  const functions = [...source.matchAll(/app\.eventGrid\('(\w+)'/g)].map(([, name]) => name);
  const subscribed = [...readSnapshot('events').text.matchAll(/\/functions\/(\w+)"/g)].map(
    ([, name]) => name,
  );
  expect(subscribed.sort()).toEqual(functions.sort());
});

test('alerts ask for metrics that the app has', () => {
  const known = readFileSync('lib/telemetry/metered-metrics.ts', 'utf8');
  const asked = readSnapshot('variants/everything').text.matchAll(/"(slipway\.[a-z.]+)\\"/g);
  const names = [...asked].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) expect(known).toContain(`'${name}'`);
});

/** What a deployment would put in place of an expression. */
function resolvedBy(name: string, value: string): string {
  if (value.includes('@Microsoft.KeyVault')) return 's'.repeat(32);
  if (!value.startsWith('[')) return value;
  const [, service] = /primaryEndpoints\.(\w+)/.exec(value) ?? [];
  if (service) return `https://slipway.${service}.core.windows.net/`;
  if (name === 'APPLICATIONINSIGHTS_CONNECTION_STRING') return 'InstrumentationKey=key';
  if (name === 'SLIPWAY_REGISTRY') return 'slipway.azurecr.io';
  if (name === 'SLIPWAY_HUGO_IMAGE') return 'slipway.azurecr.io/hugo:0.111.3';
  return 'resolved';
}
