import { expect, test } from 'vitest';
import { githubTokenSecret } from '../../contract/secrets.ts';
import { Secret } from '../../lib/secret.ts';
import { secretSetting, settingSecrets } from '../../lib/setting-secrets.ts';
import { secretsContract } from '../contracts/small-stores.ts';
import { fakeSecrets } from '../support/fakes/fake-outside.ts';

secretsContract('settings', (values) => {
  const env = Object.fromEntries(Object.entries(values).map(([name, value]) => [secretSetting(name), value]));
  return settingSecrets({
    readSetting: (name) => env[name],
    github: { webhookSecrets: [], token: undefined, apiUrl: '' },
  });
});
secretsContract('memory', fakeSecrets);

const settings: Record<string, string> = {
  SLIPWAY_SECRET_API_KEY: 'the key',
  SLIPWAY_SECRET_EMPTY: '',
  SLIPWAY_CALLBACK_SECRET: 'not for catalogs',
  APPSETTING_AzureWebJobsStorage: 'not for catalogs',
  IDENTITY_HEADER: 'not for catalogs',
};

function secrets(token?: string) {
  return settingSecrets({
    readSetting: (name) => settings[name],
    github: { webhookSecrets: [], token: token === undefined ? undefined : new Secret(token), apiUrl: '' },
  });
}

test('a secret stands in the setting of its name behind one prefix', () => {
  expect(secrets().read('API_KEY')).toBe('the key');
  expect(secrets().read('EMPTY')).toBeUndefined();
  expect(secrets().read('OTHER')).toBeUndefined();
});

test('no name reaches a setting without that prefix', () => {
  for (const name of Object.keys(settings)) expect(secrets().read(name)).toBeUndefined();
});

test("the app's own token for GitHub has a name that no setting and no catalog has", () => {
  expect(secrets('token').read(githubTokenSecret)).toBe('token');
  expect(secrets().read(githubTokenSecret)).toBeUndefined();
});
