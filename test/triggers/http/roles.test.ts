import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../../lib/config.ts';
import { SlipwayError } from '../../../lib/errors.ts';
import type { TriggerDependencies } from '../../../triggers/dependencies.ts';
import { roleOf, takesRoles } from '../../../triggers/http/check-role.ts';
import { httpTriggers } from '../../../triggers/index.ts';
import { TriggerBench } from '../../support/trigger-bench.ts';

/** As App Service writes it. */
function signedIn(roles: string[], overrides: Record<string, unknown> = {}): Record<string, string> {
  const principal = {
    auth_typ: 'aad',
    name_typ: 'name',
    role_typ: 'roles',
    claims: [{ typ: 'name', val: 'Ada' }, ...roles.map((val) => ({ typ: 'roles', val }))],
    ...overrides,
  };
  return { 'x-ms-client-principal': Buffer.from(JSON.stringify(principal)).toString('base64') };
}

function aBench(): TriggerBench {
  const bench = new TriggerBench();
  bench.access = 'roles';
  bench.keys = ['the-key'];
  return bench;
}

const calls = {
  read: ['GET', '/api/runs'],
  publish: ['POST', '/api/sites/blog/publish'],
  operate: ['DELETE', '/api/container-groups/nothing'],
} as const;

describe('where callers have roles', () => {
  test.each([
    [[], []],
    [['Slipway.Read'], ['read']],
    [['Slipway.Publish'], ['read', 'publish']],
    [['Slipway.Operate'], ['read', 'publish', 'operate']],
    [
      ['Slipway.Operate', 'Slipway.Read'],
      ['read', 'publish', 'operate'],
    ],
    [['Operate', 'slipway.operate', 'Slipway.'], []],
  ])('%j may %j', async (roles, allowed) => {
    const bench = aBench();
    const through: string[] = [];
    for (const [needed, [method, path]] of Object.entries(calls)) {
      const answer = await bench.call(method, path, { headers: signedIn(roles) });
      if (answer.status === 403) expect(answer.body.code).toBe('role-missing');
      else through.push(needed);
    }
    expect(through).toEqual(allowed);
  });

  test('who may not is told which role it takes', async () => {
    const answer = await aBench().call('POST', '/api/publish', { headers: signedIn(['Slipway.Read']) });
    expect(answer.body).toMatchObject({ code: 'role-missing', role: 'Slipway.Publish' });
    expect(answer.body.detail).toContain('you have Slipway.Read');
  });

  test.each([
    ['nobody', {}],
    ['what is no principal', { 'x-ms-client-principal': 'e30=' }],
    ['what is no JSON', { 'x-ms-client-principal': '%%%' }],
    ['another provider', signedIn(['Slipway.Operate'], { auth_typ: 'github' })],
    ['a wrong key', { 'x-functions-key': 'guessed' }],
  ])('is refused: %s', async (_, headers) => {
    const answer = await aBench().call('GET', '/api/runs', { headers });
    expect(answer).toMatchObject({ status: 401, body: { code: 'token-missing' } });
  });

  test('a function key still opens everything', async () => {
    const bench = aBench();
    const headers = { 'x-functions-key': 'the-key' };
    expect((await bench.call('DELETE', '/api/container-groups/nothing', { headers })).status).toBe(204);
    expect((await bench.call('GET', '/api/runs?code=the-key')).status).toBe(200);
  });

  test('the session of a browser is of no use to a page of another site', async () => {
    const bench = aBench();
    const headers = { ...signedIn(['Slipway.Operate']), 'sec-fetch-site': 'cross-site' };
    expect((await bench.call('POST', '/api/publish', { headers })).status).toBe(403);
    expect(bench.runs.started).toEqual([]);
    expect(
      (await bench.call('POST', '/api/publish', { headers: signedIn(['Slipway.Operate']) })).status,
    ).toBe(202);
  });

  test('what has a proof of its own, or is for everybody, asks for none', async () => {
    const bench = aBench();
    expect((await bench.call('GET', '/api/health')).status).toBe(200);
    expect((await bench.call('GET', '/api/openapi.json')).status).toBe(200);
    expect((await bench.call('POST', '/api/callbacks/run-1')).body.code).toBe('token-missing');
    expect((await bench.call('POST', '/api/webhooks/github', { body: '{}' })).body.code).toBe(
      'signature-missing',
    );
  });
});

test('where callers show keys, the header of a principal means nothing, and the host asks for the key', async () => {
  const bench = new TriggerBench();
  expect((await bench.call('GET', '/api/runs', { headers: signedIn([]) })).status).toBe(200);
});

describe('every function', () => {
  const triggers = httpTriggers({ settings: { api2018: true } } as TriggerDependencies);

  test('that changes something takes more than reading, and publishing opens no more than publishes', () => {
    const taking = triggers.filter(takesRoles);
    for (const trigger of taking) if (trigger.method !== 'GET') expect(roleOf(trigger)).not.toBe('read');
    expect(taking.filter((trigger) => roleOf(trigger) === 'publish').map(({ name }) => name)).toEqual([
      'publishManyRequest',
      'publishRequest',
    ]);
  });

  test('that asks for neither a key nor a role is one of a list', () => {
    const open = triggers.filter(({ authLevel }) => authLevel === 'anonymous').map(({ name }) => name);
    expect(open.sort()).toEqual([
      // A page, for fleets that are listed, with nothing else on it.
      'ACIList',
      // A token of one server, or a function key, which they check themselves.
      'ACISetSessions',
      'apiDescription',
      // Tokens of one attempt of one run.
      'containerCallback',
      'containerGrant',
      'containerInput',
      'fleetPage',
      // A signature.
      'githubWebhook',
      'health',
      'serverHeartbeat',
      'serverSessions',
    ]);
  });
});

describe('the setting SLIPWAY_ACCESS', () => {
  const env = {
    AzureWebJobsStorage: 'UseDevelopmentStorage=true',
    SLIPWAY_PUBLIC_URL: 'https://slipway.test',
    SLIPWAY_SUBSCRIPTION_ID: '00000000-0000-0000-0000-000000000000',
    SLIPWAY_RESOURCE_GROUP: 'slipway',
    SLIPWAY_LOCATIONS: 'westeurope',
    SLIPWAY_HUB: 'slipway',
    SLIPWAY_HUGO_IMAGE: 'hugo:1',
    SLIPWAY_CALLBACK_SECRET: 'c'.repeat(32),
    SLIPWAY_ACCESS: 'roles',
  };

  test('is refused where anybody could write who they are', () => {
    for (const turnedOn of [undefined, 'False', '']) {
      const load = () => loadConfig({ ...env, WEBSITE_AUTH_ENABLED: turnedOn });
      expect(load).toThrow(SlipwayError);
      expect(load).toThrow(/SLIPWAY_ACCESS: roles need the authentication of App Service/);
    }
  });

  test('is taken where App Service checks who calls', () => {
    expect(loadConfig({ ...env, WEBSITE_AUTH_ENABLED: 'True' }).access).toBe('roles');
  });
});
