import { expect, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { group, wireGroup } from './support/group.ts';
import { pass } from './support/pass.ts';
import { subscription } from './support/sdk-clients.ts';
import { startTestArm } from './support/start-test-arm.ts';

const groups = `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.ContainerInstance/containerGroups`;
const bearer = { authorization: 'Bearer token' };

test('refuses a request without bearer token', async () => {
  const arm = await startTestArm();
  for (const authorization of ['', 'Basic dXNlcjpwYXNz']) {
    const headers = { authorization };
    const answer = await fetch(`${arm.origin}${groups}?api-version=2023-05-01`, { headers });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: { code: 'AuthenticationFailed' } });
  }
});

test('refuses a request without api-version', async () => {
  const arm = await startTestArm();
  const answer = await fetch(`${arm.origin}${groups}`, { headers: bearer });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { code: 'MissingApiVersionParameter' } });
});

test('gives every answer request ids, refusals too', async () => {
  const arm = await startTestArm();
  for (const path of [groups, `${groups}/absent`]) {
    const answer = await fetch(`${arm.origin}${path}?api-version=2023-05-01`, {
      headers: { ...bearer, 'x-ms-correlation-request-id': 'cause', 'x-ms-client-request-id': 'mine' },
    });
    expect(answer.headers.get('x-ms-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers.get('x-ms-correlation-request-id')).toBe('cause');
    expect(answer.headers.get('x-ms-client-request-id')).toBe('mine');
  }
});

test('matches provider and type names in any case', async () => {
  const arm = await startTestArm();
  await arm.create('job', group('exit 0'));
  const path = `/SUBSCRIPTIONS/${subscription}/resourcegroups/RG/Providers/microsoft.containerinstance/CONTAINERGROUPS/job`;
  const answer = await fetch(`${arm.origin}${path}?api-version=2023-05-01`, { headers: bearer });
  expect(await answer.json()).toMatchObject({ name: 'job' });
});

test('answers only the subscriptions it was given', async () => {
  const arm = await startTestArm({ subscriptions: ['22222222-2222-4222-8222-222222222222'] });
  await expect(arm.get('job')).rejects.toMatchObject({ statusCode: 404, code: 'SubscriptionNotFound' });
});

test('refuses a body that is no JSON, and one of another shape', async () => {
  const arm = await startTestArm();
  for (const body of ['{', '{"location":"x"}']) {
    const answer = await fetch(`${arm.origin}${groups}/job?api-version=2023-05-01`, {
      method: 'PUT',
      headers: bearer,
      body,
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'InvalidRequestContent' } });
  }
});

test('knows nothing of other resource types', async () => {
  const arm = await startTestArm();
  const answer = await arm.request('GET', '/resourceGroups/rg/providers/Microsoft.Web/sites');
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ error: { code: 'InvalidResourceType' } });
});

test('refuses creates above the limit until the window has passed', async () => {
  const clock = new VirtualClock();
  const arm = await startTestArm({ clock, rateLimits: { createsPer5Minutes: 2, createsPerHour: 3 } });
  const put = (name: string) =>
    arm.request(
      'PUT',
      `/resourceGroups/rg/providers/Microsoft.ContainerInstance/containerGroups/${name}`,
      wireGroup('exit 0'),
    );
  expect((await put('one')).status).toBe(201);
  await pass(clock, 60_000);
  expect((await put('two')).status).toBe(201);
  const refused = await put('three');
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('240');
  await pass(clock, 240_000);
  expect((await put('three')).status).toBe(201);
  await pass(clock, 300_000);
  const refusedForHour = await put('four');
  expect(refusedForHour.status).toBe(429);
  expect(refusedForHour.headers.get('retry-after')).toBe('3000');
  await arm.ended('three');
});

test('refuses deletes above the limit', async () => {
  const arm = await startTestArm({ clock: new VirtualClock(), rateLimits: { deletesPer5Minutes: 1 } });
  await arm.aci.containerGroups.beginDelete('rg', 'one');
  await expect(arm.aci.containerGroups.beginDelete('rg', 'two')).rejects.toMatchObject({ statusCode: 429 });
});
