import { beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../local/cloud/slipway-api.ts';
import { endOf, type HostedApp, hostedApp, isThere } from './find-host.ts';

describe.skipIf(!isThere())('the app on a Functions host', () => {
  let app: HostedApp;

  beforeAll(async () => {
    app = await hostedApp();
    return () => app.stop();
  });

  it('is loaded, and can do its work', async () => {
    const response = await app.call('GET', 'health');
    expect(await response.json()).toMatchObject({ storage: { state: 'ok' }, catalog: { state: 'ok' } });
    expect(response.status).toBe(200);
    const { paths } = (await (await app.call('GET', 'openapi.json')).json()) as { paths: object };
    expect(Object.keys(paths)).toContain('/jobs');
  });

  it('publishes a site, whose page is live', async () => {
    const response = await app.call('POST', `sites/${app.site}/publish`, { body: {} });
    expect(response.status).toBe(202);
    const { id } = (await response.json()) as Run;
    expect(await endOf(app, id)).toMatchObject({ status: 'succeeded', live: { kind: 'confirmed' } });
  });

  it('runs a job to its end, with its log, and shows it in the management API of the extension', async () => {
    const body = { spec: { containers: [{ name: 'main', image: app.image }] }, input: 3 };
    const response = await app.call('POST', 'jobs', { body });
    expect(response.status).toBe(202);
    const { id } = (await response.json()) as Run;
    expect(await endOf(app, id)).toMatchObject({ status: 'succeeded', attempts: 1 });
    const log = await app.call('GET', `runs/${id}/logs?follow=1`);
    expect(log.headers.get('content-type')).toMatch(/^text\/plain/);
    await log.text();
    const instance = await app.call('GET', `/runtime/webhooks/durabletask/instances/${id}`);
    expect(await instance.json()).toMatchObject({ name: 'runJob', runtimeStatus: 'Completed' });
  });

  it('starts one run for one Idempotency-Key, however often it is sent', async () => {
    const headers = { 'idempotency-key': `func-${Date.now()}` };
    const body = { spec: { containers: [{ name: 'main', image: app.image }] }, input: 1 };
    const answers = [];
    for (let n = 0; n < 2; n++)
      answers.push(await (await app.call('POST', 'jobs', { body, headers })).json());
    const [one, two] = answers as [Run, Run];
    expect(two.id).toBe(one.id);
    await endOf(app, one.id);
  });

  it.each([
    ['a route that there is not', 'GET', 'nothing-here', undefined, 404],
    ['a method that a route has not', 'DELETE', 'jobs', undefined, 404],
    ['HEAD of what answers GET', 'HEAD', 'health', undefined, 200],
    ['the state of the host', 'GET', '/admin/host/ping', undefined, 200],
    ['a run that there is not', 'GET', 'runs/nobody', undefined, 404],
    ['a body that is no JSON', 'POST', 'jobs', '{', 400],
    ['a webhook that is not signed', 'POST', 'webhooks/github', {}, 401],
  ])('answers %s as the local host does', async (_, method, path, body, status) => {
    const response = await app.call(method, path, body === undefined ? {} : { body });
    expect(response.status).toBe(status);
    if (status >= 400 && response.headers.get('content-type'))
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it("takes up its caller's trace", async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const body = { spec: { containers: [{ name: 'main', image: app.image }] }, input: 2 };
    const { id } = (await (await app.call('POST', 'jobs', { body, headers: { traceparent } })).json()) as Run;
    await endOf(app, id);
    const instance = await app.call('GET', `/runtime/webhooks/durabletask/instances/${id}?showInput=true`);
    expect(((await instance.json()) as { input: { traceparent: string } }).input.traceparent).toContain(
      traceparent.split('-')[1],
    );
  });
});
