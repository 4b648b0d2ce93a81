import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { loadConfig, settingNames } from '../../lib/config.ts';

const settings = {
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  SLIPWAY_PUBLIC_URL: 'https://slipway.example.com/',
  SLIPWAY_SUBSCRIPTION_ID: '11111111-1111-4111-8111-111111111111',
  SLIPWAY_RESOURCE_GROUP: 'slipway',
  SLIPWAY_LOCATIONS: 'westeurope, northeurope',
  SLIPWAY_HUB: 'acme-slipway',
  SLIPWAY_HUGO_IMAGE: 'acme.azurecr.io/hugo:1',
  SLIPWAY_CALLBACK_SECRET: 'callback-'.repeat(5),
};
const webhookSecret = 'webhook-'.repeat(3);

function problemsOf(env: Record<string, string | undefined>): string[] {
  try {
    loadConfig(env);
  } catch (error) {
    return (error as { details: { problems: string[] } }).details.problems;
  }
  return [];
}

describe('the settings', () => {
  test('that are enough have defaults for the rest', () => {
    const config = loadConfig(settings);
    expect(config).toMatchObject({
      publicUrl: 'https://slipway.example.com',
      locations: ['westeurope', 'northeurope'],
      catalog: 'catalog.json',
      hub: 'acme-slipway',
      maxGroups: 100,
      creationRates: { per5Minutes: 100, perHour: 300 },
      headsMinutes: 15,
      retention: { runDays: 30, logDays: 30, deliveryDays: 7, releases: 20, caches: 1 },
      github: { apiUrl: 'https://api.github.com', token: undefined },
      armEndpoint: undefined,
    });
    expect(config.readSetting('SLIPWAY_GITHUB_TOKEN')).toBeUndefined();
  });

  test('that are missing are all named at once, each with an example', () => {
    const problems = problemsOf({});
    const named = problems.map((problem) => problem.split(':')[0]);
    expect(named.sort()).toEqual(Object.keys(settings).sort());
    for (const problem of problems) expect(problem).toContain('missing');
    expect(problems.filter((problem) => problem.includes('for example')).length).toBe(problems.length);
  });

  test('that are wrong are all named at once, with what is wrong', () => {
    const problems = problemsOf({
      ...settings,
      SLIPWAY_SUBSCRIPTION_ID: 'mine',
      SLIPWAY_CALLBACK_SECRET: 'short',
      SLIPWAY_LOCATIONS: 'West Europe',
      SLIPWAY_KEEP_RELEASES: 'many',
      SLIPWAY_ARM_ENDPOINT: 'http://management.example.com',
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'SLIPWAY_SUBSCRIPTION_ID',
      'SLIPWAY_LOCATIONS',
      'SLIPWAY_CALLBACK_SECRET',
      'SLIPWAY_KEEP_RELEASES',
      'SLIPWAY_ARM_ENDPOINT',
    ]);
    expect(problems[1]).toContain('region names');
    expect(problems.join()).not.toContain('short');
    expect(problems.at(-1)).toContain('loopback');
  });

  test('show no secret wherever they are printed', () => {
    const config = loadConfig({
      ...settings,
      SLIPWAY_GITHUB_WEBHOOK_SECRET: webhookSecret,
      SLIPWAY_GITHUB_TOKEN: 'token-to-hide',
    });
    const printed = `${JSON.stringify(config)} ${inspect(config, { depth: 9 })} ${config.callbackSecret}`;
    expect(printed).not.toMatch(/callback-callback|webhook-webhook|token-to-hide|UseDevelopment/);
    expect(config.callbackSecret.reveal()).toBe(settings.SLIPWAY_CALLBACK_SECRET);
  });

  test('know the address of the app in Azure', () => {
    const { SLIPWAY_PUBLIC_URL: _, ...rest } = settings;
    expect(loadConfig({ ...rest, WEBSITE_HOSTNAME: 'slipway.azurewebsites.net' }).publicUrl).toBe(
      'https://slipway.azurewebsites.net',
    );
    expect(loadConfig({ ...rest, WEBSITE_HOSTNAME: 'localhost:7071' }).publicUrl).toBe(
      'http://localhost:7071',
    );
  });

  test('mark container groups with the name of the app itself, so that two apps differ without being told', () => {
    const { SLIPWAY_HUB: _, ...rest } = settings;
    expect(loadConfig({ ...rest, WEBSITE_SITE_NAME: 'acme-blogs' }).hub).toBe('acme-blogs');
    expect(loadConfig({ ...settings, WEBSITE_SITE_NAME: 'acme-blogs' }).hub).toBe('acme-slipway');
    expect(problemsOf(rest)).toEqual([expect.stringMatching(/^SLIPWAY_HUB: missing.*WEBSITE_SITE_NAME/)]);
  });

  describe('of a storage that is reached by identity', () => {
    const { AzureWebJobsStorage: _, ...rest } = settings;
    const uris = Object.fromEntries(
      ['blob', 'queue', 'table'].map((service) => [
        `AzureWebJobsStorage__${service}ServiceUri`,
        `https://acme.${service}.core.windows.net/`,
      ]),
    );
    const storage = {
      blobServiceUri: 'https://acme.blob.core.windows.net',
      tableServiceUri: 'https://acme.table.core.windows.net',
    };

    test('name its endpoints', () => {
      expect(loadConfig({ ...rest, ...uris }).storage).toEqual(storage);
    });

    test('or the account alone', () => {
      expect(loadConfig({ ...rest, AzureWebJobsStorage__accountName: 'acme' }).storage).toEqual(storage);
    });

    test.each(Object.keys(uris))('lack no endpoint that the host asks for: %s', (name) => {
      expect(problemsOf({ ...rest, ...uris, [name]: undefined })).toEqual([
        expect.stringMatching(`^${name}: missing`),
      ]);
    });
  });

  describe('that refer to Key Vault, where Azure could not read it', () => {
    const reference = '@Microsoft.KeyVault(SecretUri=https://acme.vault.azure.net/secrets/callback-secret)';

    test('never stand for the secret itself', () => {
      expect(problemsOf({ ...settings, SLIPWAY_CALLBACK_SECRET: reference })).toEqual([
        expect.stringMatching(/^SLIPWAY_CALLBACK_SECRET: Azure could not read .* Key Vault Secrets User/),
      ]);
    });

    test('are no reason to go on with a default', () => {
      expect(problemsOf({ ...settings, SLIPWAY_MAX_GROUPS: reference })).toHaveLength(1);
    });

    test('turn off what they are of, and the app says so at its start', () => {
      const config = loadConfig({
        ...settings,
        SLIPWAY_GITHUB_WEBHOOK_SECRET: reference,
        SLIPWAY_GITHUB_TOKEN: reference,
        SLIPWAY_SECRET_API_KEY: reference,
      });
      expect(config.github).toMatchObject({ webhookSecrets: [], token: undefined });
      expect(config.readSetting('SLIPWAY_SECRET_API_KEY')).toBeUndefined();
      const warnings = config.warnings.join('\n');
      for (const name of ['GITHUB_WEBHOOK_SECRET', 'GITHUB_TOKEN', 'SECRET_API_KEY'])
        expect(warnings).toContain(`SLIPWAY_${name}: Azure could not read`);
    });
  });

  test('name a registry and the identity that pulls its images, or neither', () => {
    const identity =
      '/subscriptions/s/resourcegroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/pull';
    const both = { SLIPWAY_REGISTRY: 'acme.azurecr.io', SLIPWAY_PULL_IDENTITY: identity };
    expect(loadConfig({ ...settings, ...both }).groupDefaults).toEqual({
      registry: { server: 'acme.azurecr.io', identity },
    });
    expect(loadConfig(settings).groupDefaults).toEqual({});
    expect(problemsOf({ ...settings, SLIPWAY_REGISTRY: 'acme.azurecr.io' })).toEqual([
      expect.stringMatching(/^SLIPWAY_PULL_IDENTITY: missing/),
    ]);
    expect(problemsOf({ ...settings, SLIPWAY_PULL_IDENTITY: identity })).toEqual([
      expect.stringMatching(/^SLIPWAY_REGISTRY: missing/),
    ]);
    expect(problemsOf({ ...settings, ...both, SLIPWAY_PULL_IDENTITY: 'pull' })).toEqual([
      expect.stringMatching(/^SLIPWAY_PULL_IDENTITY: a resource id, for example/),
    ]);
  });

  test('put groups into a subnet only where there is one region', () => {
    const subnet =
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n/subnets/groups';
    const one = { ...settings, SLIPWAY_LOCATIONS: 'westeurope', SLIPWAY_SUBNET: subnet };
    expect(loadConfig(one).groupDefaults).toEqual({ subnet });
    expect(problemsOf({ ...settings, SLIPWAY_SUBNET: subnet })).toEqual([
      expect.stringMatching(/^SLIPWAY_LOCATIONS: more than one, while SLIPWAY_SUBNET/),
    ]);
  });

  test('take two webhook secrets while one replaces the other', () => {
    const { github } = loadConfig({
      ...settings,
      SLIPWAY_GITHUB_WEBHOOK_SECRET: `${webhookSecret}, ${'old-'.repeat(4)}`,
    });
    expect(github.problem).toBeUndefined();
    expect(github.webhookSecrets.map((secret) => secret.reveal())).toEqual([webhookSecret, 'old-'.repeat(4)]);
  });

  test.each([
    ['missing', undefined],
    ['missing', ' , '],
    ['at least 16 characters', 'short'],
    ['at least 16 characters', `${webhookSecret},`],
    ['more than two', `${webhookSecret},${webhookSecret},${webhookSecret}`],
  ])('with a webhook secret that is wrong (%s) turn the webhook off and nothing else', (problem, secret) => {
    const { github } = loadConfig({ ...settings, SLIPWAY_GITHUB_WEBHOOK_SECRET: secret });
    expect(github.webhookSecrets).toEqual([]);
    expect(github.problem).toContain(problem);
    expect(github.problem).toContain('SLIPWAY_GITHUB_WEBHOOK_SECRET');
    expect(github.problem).not.toContain('short,');
  });

  test('with an address of GitHub that is none turn GitHub off and nothing else', () => {
    const { github, warnings } = loadConfig({ ...settings, SLIPWAY_GITHUB_API_URL: 'github' });
    expect(github.apiUrl).toBeUndefined();
    expect(github.problem).toContain('SLIPWAY_GITHUB_API_URL: "github" is no URL');
    expect(warnings).toHaveLength(2);
    expect(warnings.join('; ')).toBe(github.problem);
  });

  test('all belong to the app or to the Functions host', () => {
    expect(
      settingNames.filter(
        (name) => !/^(SLIPWAY_|AzureWebJobs|WEBSITE_|APPLICATIONINSIGHTS_|OTEL_)/.test(name),
      ),
    ).toEqual([]);
  });
});
